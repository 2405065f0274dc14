"""The tokenizer under the library's tokenize: TokenizerIter, an iterator of (type, string, start, end, line).

It goes through the source line by line; what is inside brackets, strings and f-strings is kept on stacks.
"""

from token import (COMMENT, DEDENT, ENDMARKER, EXACT_TOKEN_TYPES, FSTRING_END, FSTRING_MIDDLE,
                   FSTRING_START, INDENT, NAME, NEWLINE, NL, NUMBER, OP, STRING, TSTRING_END, TSTRING_MIDDLE,
                   TSTRING_START)

_TAB, _ALT_TAB, _DEEPEST, _BRACKETS = 8, 1, 100, 200
_CLOSERS = (')', ']', '}')
_DIGITS = frozenset('0123456789')
_OPERATORS = sorted(EXACT_TOKEN_TYPES, key=len, reverse=True)
_BY_LENGTH = {size: frozenset(op for op in _OPERATORS if len(op) == size) | ({'<>'} if size == 2 else set())
              for size in (3, 2, 1)}


def _is_name_start(ch):
    return ch == '_' or ch.isalpha() or ch >= '\x80'


def _is_name_part(ch):
    return ch == '_' or ch.isalnum() or ch >= '\x80'


class _Format:
    """An f-string or t-string that is open."""

    def __init__(self, quote, raw, types, start):
        self.quote = quote
        self.raw = raw
        self.middle, self.end = types
        self.start = start
        # Bracket depths at which replacement fields of this string began.
        self.fields = []
        # Whether the text is that of a format spec.
        self.in_spec = False
        # Whether a field inside a spec has just ended: text follows it, be it empty.
        self.after_field = False


class _Tokenizer:
    def __init__(self, readline, encoding, extra):
        self.readline = readline
        self.encoding = encoding
        self.extra = extra
        self.row = 0
        self.line = ''
        self.at = 0
        self.indents = [0]
        self.alternate = [0]
        self.brackets = []
        self.formats = []
        self.blank = True
        self.last_newline = True
        self.done = False

    def error(self, message, row=None, column=None, kind=SyntaxError):
        row = self.row if row is None else row
        column = self.at if column is None else column
        text = self.line
        return kind(message, ('<string>', row, column + 1, text, row, column + 1))

    def next_line(self):
        """Reads a line; false at the end."""
        try:
            line = self.readline()
        except StopIteration:
            line = ''
        if isinstance(line, bytes):
            line = line.decode(self.encoding or 'utf-8')
        elif not isinstance(line, str):
            raise TypeError(f'readline() returned a non-string object')
        self.row += 1
        self.at = 0
        self.line = line
        return bool(line)

    def token(self, kind, text, start, end, line=None):
        self.last_newline = kind == NEWLINE
        if not self.extra and kind == OP:
            kind = EXACT_TOKEN_TYPES.get(text, OP)
        return kind, text, start, end, self.line if line is None else line

    def tokens(self):
        continued = False
        while self.next_line():
            if not continued and not self.brackets and not self.formats:
                yield from self.indentation()
            yield from self.rest()
            continued = self.line.endswith(('\\\n', '\\\r\n')) and self.continues
        if self.formats and not self.in_field():
            form = self.formats[-1]
            kind = 'f' if form.end == FSTRING_END else 't'
            what = 'triple-quoted ' if len(form.quote) == 3 else ''
            raise self.error(f'unterminated {what}{kind}-string literal (detected at line {self.row})', *form.start)
        if self.brackets or self.formats or continued:
            raise self.error('unexpected EOF in multi-line statement', self.row, 0)
        self.line = ''
        for _ in self.indents[1:]:
            yield self.token(DEDENT, '', (self.row, 0), (self.row, 0))
        yield self.token(ENDMARKER, '', (self.row, 0), (self.row, 0))

    def indentation(self):
        """INDENT and DEDENT tokens of a new logical line."""
        self.blank = False
        column = alternate = at = 0
        line = self.line
        while at < len(line):
            ch = line[at]
            if ch == ' ':
                column += 1
                alternate += 1
            elif ch == '\t':
                column = (column // _TAB + 1) * _TAB
                alternate = (alternate // _ALT_TAB + 1) * _ALT_TAB
            elif ch == '\f':
                column = alternate = 0
            else:
                break
            at += 1
        self.at = at
        if at >= len(line) or line[at] in '#\r\n':
            self.blank = True
            return
        if column > self.indents[-1]:
            if len(self.indents) >= _DEEPEST:
                raise self.error('too many levels of indentation', kind=IndentationError)
            if alternate <= self.alternate[-1]:
                raise self.error('inconsistent use of tabs and spaces in indentation', kind=TabError)
            self.indents.append(column)
            self.alternate.append(alternate)
            yield self.token(INDENT, line[:at], (self.row, 0), (self.row, at))
        while column < self.indents[-1]:
            self.indents.pop()
            self.alternate.pop()
            if column > self.indents[-1]:
                raise self.error('unindent does not match any outer indentation level', kind=IndentationError)
            yield self.token(DEDENT, '', (self.row, at), (self.row, at))

    def rest(self):
        """The tokens of the line from where it is now."""
        self.continues = False
        while True:
            if self.formats and not self.in_field():
                yield from self.format_text()
                if self.at >= len(self.line) and self.formats and not self.in_field():
                    return
                continue
            line = self.line
            while self.at < len(line) and line[self.at] in ' \t\f':
                self.at += 1
            if self.at >= len(line):
                # The last line has no newline.
                if line and not self.brackets and not self.formats and not self.blank and not line.endswith('\n'):
                    place = (self.row, self.at)
                    yield self.token(NEWLINE, '', place, (self.row, self.at + 1))
                elif line and (self.brackets or self.formats) and not line.endswith('\n') and self.extra:
                    yield self.token(NL, '', (self.row, self.at), (self.row, self.at + 1))
                elif line and self.blank and not line.endswith('\n') and self.extra and line.strip():
                    yield self.token(NL, '', (self.row, self.at), (self.row, self.at + 1))
                return
            yield from self.one()

    def in_field(self):
        form = self.formats[-1]
        return bool(form.fields) and not form.in_spec

    def one(self):
        line, at, row = self.line, self.at, self.row
        ch = line[at]
        if ch in '\r\n':
            end = '\r\n' if line.startswith('\r\n', at) else ch
            self.at = len(line)
            if self.brackets or self.blank or self.formats:
                if self.extra:
                    yield self.token(NL, end, (row, at), (row, at + len(end)))
            else:
                yield self.token(NEWLINE, end, (row, at), (row, at + len(end)))
            return
        if ch == '#':
            end = len(line.rstrip('\r\n'))
            self.at = end
            if self.extra:
                yield self.token(COMMENT, line[at:end], (row, at), (row, end))
            return
        if ch == '\\':
            if line[at + 1:] in ('\n', '\r\n'):
                self.at = len(line)
                self.continues = True
                return
            raise self.error('unexpected character after line continuation character', row, at + 1)
        if _is_name_start(ch):
            end = at + 1
            while end < len(line) and _is_name_part(line[end]):
                end += 1
            if end < len(line) and line[end] in '\'"' and self.is_prefix(line[at:end]):
                yield from self.string(line[at:end])
                return
            text = line[at:end]
            if not text.isidentifier():
                wrong = next(ch for ch in text if not ch.isidentifier() and not ('a' + ch).isidentifier())
                raise self.error(f"invalid character '{wrong}' (U+{ord(wrong):04X})", row, at + text.index(wrong))
            self.at = end
            yield self.token(NAME, text, (row, at), (row, end))
            return
        if ch in _DIGITS or ch == '.' and line[at + 1:at + 2] in _DIGITS:
            end = self.number(at)
            self.at = end
            yield self.token(NUMBER, line[at:end], (row, at), (row, end))
            return
        if ch in '\'"':
            yield from self.string('')
            return
        yield from self.operator()

    @staticmethod
    def is_prefix(text):
        return text.lower() in ('r', 'u', 'b', 'br', 'rb', 'f', 'fr', 'rf', 't', 'tr', 'rt')

    def operator(self):
        line, at, row = self.line, self.at, self.row
        if self.formats and self.in_field():
            form = self.formats[-1]
            if len(self.brackets) == form.fields[-1]:
                ch = line[at]
                if ch == ':' or ch == '!' and line[at + 1:at + 2] != '=':
                    self.at += 1
                    if ch == ':':
                        form.in_spec = True
                    yield self.token(OP, ch, (row, at), (row, at + 1))
                    return
        for size in (3, 2, 1):
            text = line[at:at + size]
            if len(text) == size and text in _BY_LENGTH[size]:
                break
        else:
            ch = line[at]
            if ch.isprintable():
                if ch in '$?!`':
                    self.at += 1
                    yield self.token(OP, ch, (row, at), (row, at + 1))
                    return
                raise self.error(f"invalid character '{ch}' (U+{ord(ch):04X})", row, at)
            raise self.error(f'invalid non-printable character U+{ord(ch):04X}', row, at)
        if text in ('(', '[', '{'):
            if len(self.brackets) >= _BRACKETS:
                raise self.error('too many nested parentheses')
            self.brackets.append((text, row, at))
        elif text in _CLOSERS:
            form = self.formats[-1] if self.formats else None
            if form and form.fields and text == '}' and len(self.brackets) == form.fields[-1]:
                self.close_field(form)
            elif self.brackets:
                # Whether they match is the parser's business.
                self.brackets.pop()
        self.at = at + len(text)
        yield self.token(OP, text, (row, at), (row, self.at))

    @staticmethod
    def close_field(form):
        form.fields.pop()
        # Back in the spec that the field was in, or in the text.
        form.in_spec = form.after_field = bool(form.fields)

    def number(self, at):
        """Where the number that begins here ends."""
        line = self.line

        def digits(at, allowed):
            while at < len(line) and (line[at] in allowed or line[at] == '_'):
                at += 1
            return at

        if line[at] == '0' and line[at + 1:at + 2] in tuple('xXoObB'):
            kind = line[at + 1].lower()
            allowed = {'x': '0123456789abcdefABCDEF', 'o': '01234567', 'b': '01'}[kind]
            name = {'x': 'hexadecimal', 'o': 'octal', 'b': 'binary'}[kind]
            end = digits(at + 2, allowed)
            if end < len(line) and line[end] in _DIGITS:
                raise self.error(f"invalid digit '{line[end]}' in {name} literal", self.row, end)
            if end == at + 2:
                raise self.error(f'invalid {name} literal', self.row, end)
            return self.number_end(end, name)
        end = digits(at, '0123456789')
        whole = True
        if line[end:end + 1] == '.':
            whole = False
            end = digits(end + 1, '0123456789')
        if line[end:end + 1] in ('e', 'E'):
            sign = 1 if line[end + 1:end + 2] in ('+', '-') else 0
            if line[end + 1 + sign:end + 2 + sign] in _DIGITS and line[end + 1 + sign:end + 2 + sign]:
                whole = False
                end = digits(end + 1 + sign, '0123456789')
        if line[end:end + 1] in ('j', 'J'):
            return self.number_end(end + 1, 'imaginary')
        text = line[at:end]
        if not self.extra and whole and len(text) > 1 and text[0] == '0' and text.strip('0_'):
            raise self.error('leading zeros in decimal integer literals are not permitted; '
                             'use an 0o prefix for octal integers', self.row, at)
        return self.number_end(end, 'decimal')

    def number_end(self, end, name):
        line = self.line
        if line[end - 1] == '_':
            raise self.error(f'invalid {name} literal', self.row, end)
        if end < len(line) and _is_name_start(line[end]):
            word = end
            while word < len(line) and _is_name_part(line[word]):
                word += 1
            if line[end:word] not in ('and', 'else', 'for', 'if', 'in', 'is', 'not', 'or'):
                raise self.error(f'invalid {name} literal', self.row, end)
        return end

    def string(self, prefix):
        """A string literal, or the beginning of an f-string."""
        row, at = self.row, self.at
        begin = at + len(prefix)
        quote = self.line[begin]
        if self.line.startswith(quote * 3, begin):
            quote *= 3
        low = prefix.lower()
        if 'f' in low or 't' in low:
            self.at = begin + len(quote)
            start, *types = ((FSTRING_START, FSTRING_MIDDLE, FSTRING_END) if 'f' in low
                             else (TSTRING_START, TSTRING_MIDDLE, TSTRING_END))
            self.formats.append(_Format(quote, 'r' in low, types, (row, at)))
            yield self.token(start, self.line[at:self.at], (row, at), (row, self.at))
            return
        self.at = begin + len(quote)
        lines = self.line
        text = [self.line[at:self.at]]
        from_here = self.at
        while True:
            line = self.line
            while self.at < len(line):
                if line[self.at] == '\\':
                    self.at += 3 if line.startswith('\r\n', self.at + 1) else 2
                elif line.startswith(quote, self.at):
                    self.at += len(quote)
                    text.append(line[from_here:self.at])
                    yield self.token(STRING, ''.join(text), (row, at), (self.row, self.at), lines)
                    return
                elif len(quote) == 1 and line[self.at] in '\r\n':
                    raise self.error(f'unterminated string literal (detected at line {self.row})', row, at)
                else:
                    self.at += 1
            text.append(line[from_here:])
            if not self.next_line():
                what = 'triple-quoted ' if len(quote) == 3 else ''
                raise self.error(f'unterminated {what}string literal (detected at line {self.row - 1})', row, at)
            lines += self.line
            from_here = 0

    def format_text(self):
        """Text of an f-string up to a field, its end, or the end of the source."""
        form = self.formats[-1]
        row, at = self.row, self.at
        lines = self.line
        parts = []
        from_here = at
        while True:
            line = self.line
            while self.at < len(line):
                ch = line[self.at]
                if line.startswith(form.quote, self.at) and not form.in_spec or \
                        form.in_spec and line.startswith(form.quote, self.at):
                    parts.append(line[from_here:self.at])
                    yield from self.middle(form, parts, (row, at), lines)
                    place = (self.row, self.at)
                    self.at += len(form.quote)
                    self.formats.pop()
                    yield self.token(form.end, form.quote, place, (self.row, self.at))
                    return
                if ch == '\\':
                    if not form.raw and line.startswith('N{', self.at + 1):
                        close = line.find('}', self.at)
                        self.at = close + 1 if close > 0 else self.at + 3
                    elif line[self.at + 1:self.at + 2] in ('{', '}'):
                        self.at += 1
                    else:
                        self.at += 3 if line.startswith('\r\n', self.at + 1) else 2
                elif ch in '{}' and line[self.at + 1:self.at + 2] == ch and not form.in_spec:
                    # A doubled brace stands for itself; the text ends behind the first.
                    parts.append(line[from_here:self.at + 1])
                    yield from self.middle(form, parts, (row, at), lines, (self.row, self.at + 1))
                    self.at += 2
                    parts, from_here = [], self.at
                    row, at, lines = self.row, self.at, self.line
                elif ch == '{':
                    parts.append(line[from_here:self.at])
                    yield from self.middle(form, parts, (row, at), lines)
                    place = self.at
                    self.at += 1
                    form.fields.append(len(self.brackets))
                    form.in_spec = False
                    yield self.token(OP, '{', (self.row, place), (self.row, self.at))
                    return
                elif ch == '}':
                    parts.append(line[from_here:self.at])
                    yield from self.middle(form, parts, (row, at), lines)
                    if not form.fields:
                        kind = 'f' if form.end == FSTRING_END else 't'
                        raise self.error(f"{kind}-string: single '}}' is not allowed")
                    place = self.at
                    self.at += 1
                    self.close_field(form)
                    yield self.token(OP, '}', (self.row, place), (self.row, self.at))
                    return
                elif ch in '\r\n' and len(form.quote) == 1:
                    kind = 'f' if form.end == FSTRING_END else 't'
                    raise self.error(f'unterminated {kind}-string literal (detected at line {self.row})', *form.start)
                else:
                    self.at += 1
            parts.append(line[from_here:])
            if not self.next_line():
                kind = 'f' if form.end == FSTRING_END else 't'
                what = 'triple-quoted ' if len(form.quote) == 3 else ''
                raise self.error(f'unterminated {what}{kind}-string literal (detected at line {self.row - 1})',
                                 *form.start)
            lines += self.line
            from_here = 0

    def middle(self, form, parts, start, lines, end=None):
        text = ''.join(parts)
        if text or form.after_field:
            form.after_field = False
            yield self.token(form.middle, text, start, end or (self.row, self.at), lines)


class TokenizerIter:
    """TokenizerIter(readline, /, *, encoding=None, extra_tokens=False)"""

    def __init__(self, readline, /, *, encoding=None, extra_tokens=False):
        self._tokens = _Tokenizer(readline, encoding, extra_tokens).tokens()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._tokens)
