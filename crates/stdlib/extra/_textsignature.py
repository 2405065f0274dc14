"""Signatures of native functions, read from their texts: "(a, /, b=1, *, c=None)"."""

import sys


def _split(text):
    """The parts between commas that are not inside brackets or strings."""
    parts, depth, quote, start = [], 0, '', 0
    for at, ch in enumerate(text):
        if quote:
            if ch == quote and text[at - 1] != '\\':
                quote = ''
        elif ch in '\'"':
            quote = ch
        elif ch in '([{<':
            depth += 1
        elif ch in ')]}>':
            depth -= 1
        elif ch == ',' and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _default(text, obj):
    module = sys.modules.get(getattr(obj, '__module__', None))
    names = dict(vars(module)) if module else {}
    names.setdefault('sys', sys)
    try:
        return eval(text, names)
    except Exception:
        raise ValueError(f'{text!r} is no default') from None


def signature(cls, obj, s, skip_bound_arg=True):
    """The signature that the text s describes; ValueError when it is none."""
    Parameter = cls._parameter_cls
    lines = s.strip().splitlines()
    text = lines[0] if lines and lines[0].endswith(')') else ' '.join(line.strip() for line in lines)
    if not text.startswith('(') or not text.endswith(')'):
        raise ValueError(f'{obj!r} builtin has invalid signature')
    parameters, own = [], None
    kind = Parameter.POSITIONAL_OR_KEYWORD
    for part in _split(text[1:-1]):
        if part == '/':
            parameters = [p.replace(kind=Parameter.POSITIONAL_ONLY) for p in parameters]
            continue
        if part == '*':
            kind = Parameter.KEYWORD_ONLY
            continue
        name, equals, default = (piece.strip() for piece in part.partition('='))
        if name.startswith('$'):
            name = name[1:]
            own = name
        this = kind
        if name.startswith('**'):
            name, this = name[2:], Parameter.VAR_KEYWORD
        elif name.startswith('*'):
            name, this, kind = name[1:], Parameter.VAR_POSITIONAL, Parameter.KEYWORD_ONLY
        value = _default(default, obj) if equals else Parameter.empty
        try:
            parameters.append(Parameter(name, this, default=value))
        except ValueError:
            raise ValueError(f'{obj!r} builtin has invalid signature') from None
    if own is not None:
        receiver = getattr(obj, '__self__', None)
        bound = receiver is not None
        if bound and (isinstance(receiver, type(sys)) or skip_bound_arg):
            parameters.pop(0)
        else:
            parameters[0] = parameters[0].replace(kind=Parameter.POSITIONAL_ONLY)
    return cls(parameters, return_annotation=cls.empty)
