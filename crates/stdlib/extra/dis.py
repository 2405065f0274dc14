"""Disassembler of Pitviper's bytecode, which works on registers.

The functions and classes are those of CPython's dis; what they show are Pitviper's own instructions. An instruction's
arg is the tuple of its operands as numbers, and its argrepr what they mean: variables by name, temporaries as $0, $1
and so on, an exclamation mark behind what is moved out of its register.
"""

import collections
import io
import sys
import types

import _opcode
from opcode import *
from opcode import __all__ as _opcodes_all

__all__ = ["code_info", "dis", "disassemble", "distb", "disco",
           "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode"] + _opcodes_all

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}

Positions = collections.namedtuple('Positions', 'lineno end_lineno col_offset end_col_offset', defaults=[None] * 4)

_Fields = collections.namedtuple(
    '_Instruction',
    'opname opcode arg argval argrepr offset start_offset starts_line line_number label positions cache_info',
    defaults=[None, None, None])


class Instruction(_Fields):
    """One instruction: its name and number, what it works on, and where it comes from."""

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def cache_offset(self):
        return self.offset + _opcode.WORD

    @property
    def end_offset(self):
        return self.offset + _opcode.WORD * (1 + sum(size for _, size, _ in self.cache_info or ()))

    @property
    def jump_target(self):
        return self.argval if self.is_jump_target is None else None

    @property
    def is_jump_target(self):
        return self.label is not None

    def __str__(self):
        return _line(self, 0, 0, False).strip()


def _code_of(x):
    """The code object of something that has one, or of source."""
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, str):
        try:
            x = compile(x, '<disassembly>', 'eval')
        except SyntaxError:
            x = compile(x, '<disassembly>', 'exec')
    if hasattr(x, 'co_code'):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def findlinestarts(code):
    """Pairs of offset and line number where lines begin."""
    last = False
    for start, _, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def findlabels(code):
    """The offsets that are jumped to."""
    if not isinstance(code, types.CodeType):
        raise TypeError('findlabels() needs a code object: bytes alone do not tell which operands are jumps')
    return sorted({target for *_, target, _ in _opcode.instructions(code) if target is not None}
                  | {target for _, _, target, _ in _opcode.handlers(code)})


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """The instructions of a function, method, code object or source text."""
    code = _code_of(x)
    shift = first_line - code.co_firstlineno if first_line is not None else 0
    labels = {offset: number for number, offset in enumerate(findlabels(code), 1)}
    # A statement without instructions has a byte of the next one's word.
    starts = {start // _opcode.WORD * _opcode.WORD: line for start, line in findlinestarts(code)}
    places = list(code.co_positions())
    # The word in front, where calls begin while tools listen.
    place = Positions(code.co_firstlineno, code.co_firstlineno, 0, 0)
    yield Instruction('RESUME', -1, None, None, '', 0, 0, True, code.co_firstlineno + shift, None, place, None)
    for offset, number, name, words, operands, text, target, named in _opcode.instructions(code):
        place = Positions(*places[offset // 2])
        value = operands if named is None else named
        if target is not None:
            text = f"{text.rpartition(' -> ')[0].strip()} to L{labels[target]}".strip()
            value = target
        line = place.lineno + shift if place.lineno is not None else None
        caches = [('cache', words - 1, b'')] if words > 1 else None
        yield Instruction(name, number, operands, value, text.strip(), offset, offset,
                          starts.get(offset) is not None, line, labels.get(offset), place, caches)


def _line(instruction, width, offset_width, current):
    parts = []
    if width:
        first = instruction.starts_line and instruction.line_number is not None
        parts.append(f"{instruction.line_number if first else '':>{width}}")
    parts.append('-->' if current else '   ')
    label = f'L{instruction.label}:' if instruction.label is not None else ''
    parts.append(f'{label:>5}')
    if offset_width:
        parts.append(f'{instruction.offset:>{offset_width}}')
    parts.append(f'{instruction.opname:<20}')
    parts.append(instruction.argrepr)
    return ' '.join(parts).rstrip()


def _width(code):
    return max((len(str(line)) for _, line in findlinestarts(code) if line is not None), default=1) + 2


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False,
                show_offsets=False, show_positions=False):
    """Print the instructions of a code object; an arrow at the one at lasti."""
    width = _width(co)
    offset_width = len(str(len(co.co_code))) if show_offsets else 0
    for at, instruction in enumerate(i for i in get_instructions(co) if i.offset > 0):
        if instruction.starts_line and at and instruction.line_number is not None:
            print(file=file)
        current = instruction.offset <= lasti < instruction.end_offset
        print(_line(instruction, width, offset_width, current), file=file)
    handlers = _opcode.handlers(co)
    if handlers:
        labels = {offset: number for number, offset in enumerate(findlabels(co), 1)}
        print('ExceptionTable:', file=file)
        for start, end, target, _ in handlers:
            print(f'  {start} to {end} -> L{labels[target]}', file=file)


disco = disassemble


def _all_below(co, depth, file, **options):
    disassemble(co, file=file, **options)
    if depth is None or depth > 0:
        for constant in co.co_consts:
            if hasattr(constant, 'co_code'):
                print(file=file)
                print(f'Disassembly of {constant!r}:', file=file)
                _all_below(constant, None if depth is None else depth - 1, file, **options)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False,
        show_offsets=False, show_positions=False):
    """Disassemble classes, methods, functions, generators, source, code; with no argument, the last traceback."""
    if x is None:
        distb(file=file)
        return
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if hasattr(x, '__dict__') and not hasattr(x, 'co_code'):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod,
                                   type)):
                print(f'Disassembly of {name}:', file=file)
                try:
                    dis(member, file=file, depth=depth, show_offsets=show_offsets)
                except TypeError as error:
                    print('Sorry:', error, file=file)
                print(file=file)
    elif hasattr(x, 'co_code'):
        _all_below(x, depth, file, show_offsets=show_offsets)
    elif isinstance(x, (bytes, bytearray)):
        raise TypeError('Pitviper cannot disassemble bytes alone: give the code object')
    elif isinstance(x, str):
        _all_below(compile(x, '<dis>', 'exec'), depth, file, show_offsets=show_offsets)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble the code of a traceback's innermost entry."""
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, 'last_exc') else sys.last_traceback
        except AttributeError:
            raise RuntimeError('no last traceback to disassemble') from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_offsets=show_offsets)


def pretty_flags(flags):
    """The names of code flags."""
    names = []
    for bit in range(32):
        flag = 1 << bit
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
            flags ^= flag
    return ', '.join(names) or hex(flags)


def code_info(x):
    """A text that says what a code object is made of."""
    co = _code_of(x)
    lines = [f'Name:              {co.co_name}',
             f'Filename:          {co.co_filename}',
             f'Argument count:    {co.co_argcount}',
             f'Positional-only arguments: {co.co_posonlyargcount}',
             f'Kw-only arguments: {co.co_kwonlyargcount}',
             f'Number of locals:  {co.co_nlocals}',
             f'Registers:         {co.co_stacksize}',
             f'Flags:             {pretty_flags(co.co_flags)}']
    for title, items in (('Constants', co.co_consts), ('Names', co.co_names), ('Variable names', co.co_varnames),
                         ('Free variables', co.co_freevars), ('Cell variables', co.co_cellvars)):
        if items:
            lines.append(f'{title}:')
            lines += [f'{number:>4}: {item!r}' if title == 'Constants' else f'{number:>4}: {item}'
                      for number, item in enumerate(items)]
    return '\n'.join(lines)


def show_code(co, *, file=None):
    """Print what code_info tells."""
    print(code_info(co), file=file)


class Bytecode:
    """The instructions of something that has code: iterable, and as text."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False,
                 show_offsets=False, show_positions=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self.show_offsets = show_offsets
        self._original_object = x

    def __iter__(self):
        return get_instructions(self.codeobj, first_line=self.first_line)

    def __repr__(self):
        return f'{self.__class__.__name__}({self._original_object!r})'

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """The code of a traceback's innermost entry."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        """The text that disassemble() prints."""
        with io.StringIO() as output:
            disassemble(self.codeobj, -1 if self.current_offset is None else self.current_offset, file=output,
                        show_offsets=self.show_offsets)
            return output.getvalue()


def main(args=None):
    """Disassemble a file, or standard input."""
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('-O', '--show-offsets', action='store_true', help='show instruction offsets')
    parser.add_argument('infile', nargs='?', default='-')
    options = parser.parse_args(args)
    if options.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = options.infile
        with open(name, 'rb') as file:
            source = file.read()
    dis(compile(source, name, 'exec'), show_offsets=options.show_offsets)


if __name__ == "__main__":
    main()
