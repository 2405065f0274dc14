# Small text programs: word wrap, tokenizer, CSV, Roman numerals, anagrams, matrix printing, parsing.
TEXT = "The pit viper senses the heat of its prey with organs between eye and nostril, even in the dark."


def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return lines + [line]


for line in wrap(TEXT, 30):
    print("|" + line.ljust(30) + "|")


def tokens(source):
    i = 0
    while i < len(source):
        c = source[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(source) and (source[j].isdigit() or source[j] == "."):
                j += 1
            yield float(source[i:j]) if "." in source[i:j] else int(source[i:j])
            i = j
        else:
            yield c
            i += 1


def parse(source):
    stream = list(tokens(source)) + [None]
    pos = 0

    def peek():
        return stream[pos]

    def take():
        nonlocal pos
        pos += 1
        return stream[pos - 1]

    def factor():
        t = take()
        if t == "-":
            return -factor()
        if t == "(":
            value = expression()
            if take() != ")":
                raise SyntaxError("expected )")
            return value
        if not isinstance(t, (int, float)):
            raise SyntaxError(f"unexpected {t!r}")
        return t

    def term():
        value = factor()
        while peek() in ("*", "/"):
            value = value * factor() if take() == "*" else value / factor()
        return value

    def expression():
        value = term()
        while peek() in ("+", "-"):
            value = value + term() if take() == "+" else value - term()
        return value

    result = expression()
    if peek() is not None:
        raise SyntaxError(f"trailing {peek()!r}")
    return result


for source in ("1 + 2 * 3", "(1 + 2) * 3", "-4 / (2 - 6)", "2 * -(3.5 + 1)", "1 +", "2 3"):
    try:
        print(source, "=", parse(source))
    except SyntaxError as e:
        print(source, "error:", e)


def roman(n):
    out = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split()):
        out += sign * (n // value)
        n %= value
    return out


print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2026)])
groups = {}
for w in "listen silent enlist google elgoog cat act tac".split():
    groups.setdefault("".join(sorted(w)), []).append(w)
print([g for g in groups.values() if len(g) > 1])


def csv_line(line):
    fields, field, quoted = [], "", False
    for c in line:
        if c == '"':
            quoted = not quoted
        elif c == "," and not quoted:
            fields.append(field)
            field = ""
        else:
            field += c
    return fields + [field]


print(csv_line('a,"b,c",,"d e",f'))
counts = {c: TEXT.lower().count(c) for c in sorted(set(TEXT.lower())) if c.isalpha()}
print("".join(f"{c}{n}" for c, n in counts.items()), max(counts, key=counts.get))
