"""Writes the float and formatting tables of this folder; run with CPython 3.14 from this folder."""
import math
import operator
import random
import struct
from fractions import Fraction

random.seed(21)
INF, NAN = math.inf, math.nan
EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 0.125, 0.375, 2.675, 1e15, 1e16, 1e17, 1e22,
         1e23, 9007199254740993.0, 123456789.0, 1e-4, 1e-5, 5e-324, 2.2250738585072014e-308,
         1.7976931348623157e308, 9.5, 99.5, 999999.5, 9999995.0, 0.00099995, 1234.5678, 1e100, INF,
         -INF, NAN, 4.35, 0.3, 1 / 3, 2 / 3, 1e300, 123456789012345.6, 3.0, 100.0, 1e21]


def number():
    kind = random.random()
    if kind < 0.35:
        x = random.choice(EDGES)
    elif kind < 0.6:
        x = random.randint(0, 10**random.randint(1, 9)) / 10**random.randint(0, 8)
    elif kind < 0.7:
        x = random.randint(0, 2000) / 2**random.randint(0, 9)
    elif kind < 0.85:
        x = struct.unpack("d", random.randbytes(8))[0]
    else:
        x = random.random() * 10.0**random.randint(-20, 20)
    return x if random.random() < 0.6 else -x


def line(out, *fields):
    print(*fields, sep="\t", file=out)


def outcome(function, *args):
    try:
        result = function(*args)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        return f"{type(error).__name__}: {error}"
    return result.hex() if isinstance(result, float) else result


def text(out):
    for x in EDGES + [number() for _ in range(500)]:
        line(out, x.hex(), repr(x))


def complexes(out):
    for _ in range(100):
        z = complex(number(), number())
        line(out, z.real.hex(), z.imag.hex(), repr(z))


def parse(out):
    texts = ["1", "1.", ".5", ".", "", " 1 ", "1_0", "1__0", "_1", "1_", "1_.0", "1._0", "1_0.0_1",
             "1e5", "1e", "1e+", "1E-5", "1e1_0", "1e_1", "1e1_", "+1", "-1", "+-1", "inf", "-INF",
             "Infinity", "infinit", "nan", "+nan", "nan1", "in_f", "1e400", "-1e400", "1e-400",
             "0e999999999999", "1e99999999999999999999", "1e-99999999999999999999", "0x1p3", "1 2",
             "1\x00", "\t\n1.5\r\x0b\x0c", "\x1c1", "1,5", "1e5.0", "9007199254740993",
             "9007199254740992.5" + "0" * 900 + "1", "9007199254740993" + "0" * 900 + "e-900",
             "9007199254740993." + "0" * 900 + "1", "0." + "0" * 2000 + "1e2001", "1" * 400,
             "1" + "0" * 3000 + "e-3000", "0" * 2000 + "1.5", "2.4703282292062327208e-324",
             "2.4703282292062328e-324", "1.7976931348623158e308", "1.7976931348623159e308",
             "1_0e-3", "1_7976931348623158e292", "5_0.2_5e-0_1", "0_0.5", "1.5j", "--1", "1e--5"]
    texts += [repr(number()) for _ in range(60)]
    texts += [f"{x:.{random.randint(0, 40)}e}" for x in (number() for _ in range(60))]
    texts += [f"{x + math.ulp(x) / 2:.0f}" for x in (random.randint(2**53, 2**70) for _ in range(5))]
    for x in [random.random() * 10.0**random.randint(-10, 10) for _ in range(20)]:
        half = (Fraction(x) + Fraction(math.nextafter(x, INF))) / 2
        shift = half.denominator.bit_length() - 1
        digits = str(half.numerator * 5**shift)
        for end in ("", "1", "0" * 800 + "1"):
            if len(end) < 9 or len(texts) % 4 == 0:
                texts.append(f"{digits}{end}e-{shift + len(end)}")
        texts.append(f"{int(digits) - 1}e-{shift}")
    for value in texts:
        result = outcome(float, value)
        line(out, value.encode().hex() or "-", "error" if "could not" in result else result)


def complex_parse(out):
    texts = ["1+2j", "1_0+2_0j", "(1+j)", "j", "-j", "+J", "infj", "-infj", "nan+nanj", "1 + 2j", "",
             "nan-infj", "1e5j+3", "- 1j", "1-J", "((1))", " ( 1j ) ", "1j2", "1__0j", "1_j", "(", ")",
             "()", "(1", "1)", "1+", "1+2", "1e", "1e+2j", "1+2e3j", "1+-2j", "1++2j", ".5j", "1.j",
             "1j ", "1 j", "-1.5e-3-2.5e-3j", "infinity+infinityj", "1+infj", "jj", "1+jj", "1e1e1j"]
    for value in texts:
        try:
            z = complex(value)
            line(out, value.encode().hex() or "-", z.real.hex(), z.imag.hex())
        except ValueError as error:
            line(out, value.encode().hex() or "-", "malformed" if "malformed" in str(error) else "underscore", "")


def rounding(out):
    cases = [(x, n) for x in EDGES for n in (0, 1, 2, -1, 5, 22)]
    cases += [(number(), random.randint(-10, 20)) for _ in range(300)]
    cases += [(random.randint(0, 10**6) * 5.0, -random.randint(1, 7)) for _ in range(60)]
    cases += [(x, n) for x in (1.7976931348623157e308, 1e308, 1.5e308, 4e307, 5e-324, 5e307, 2.0**52 + 1)
              for n in (-400, -310, -309, -308, -307, -300, 0, 300, 320, 323, 324, 400)]
    cases += [(1e22, -22), (5e22, -23), (2**53 * 5.0, -1), (25.5, -1), (24.9, -1), (4.5, -1), (5.0, -1), (5.1, -1), (0.5, -1), (15.0, -1)]
    for x, n in cases:
        line(out, x.hex(), n, outcome(round, x, n))


def hexadecimal(out):
    for x in EDGES + [number() for _ in range(60)]:
        line(out, x.hex().encode().hex(), x.hex(), "same")
    texts = ["", "0x", "1", "a", "0x.p1", ".8", "0x1p", "0x1p+", "0x1p 3", "1p3", "+0X1P+3", " -inf ",
             "nan", "-nan", "infinity", "infinit", "1_0", "0x1p1024", "0x1.fffffffffffff8p1023",
             "0x1.fffffffffffff7fp1023", "0x1p-1074", "0x1p-1075", "0x1.0000001p-1075", "0x3p-1075",
             "0x1p99999999999999999999", "0x0p99999999999999999999", "0x1p-99999999999999999999",
             "0x1.00000000000008p0", "0x1.000000000000080001p0", "0x1.00000000000018p0", "0x1..8",
             "0x" + "0" * 50 + "1." + "0" * 50 + "8", "0x" + "f" * 40, "0x0." + "0" * 300 + "1p1200",
             "0x" + "1" + "0" * 300 + "p-1200", "\x1c1", "1\x00", "0x-1", "- 1", "0xfffffffffffffbff",
             "0xfffffffffffffc00", "0xfffffffffffff3ff.ffffff", "0xfffffffffffff400", "0xfffffffffffff400.01"]
    for value in texts:
        line(out, value.encode().hex() or "-", outcome(float.fromhex, value), "")


def arithmetic(out):
    for _ in range(500):
        a, b = number(), number()
        if random.random() < 0.4:
            b = float(random.randint(-5, 5))
        results = []
        for op in (operator.floordiv, operator.mod, operator.pow):
            result = outcome(op, a, b)
            results.append("complex" if "complex" in f"{result} {type(result)}" else result)
        line(out, a.hex(), b.hex(), *results)


def spec(codes):
    fill = random.choice(["", "", "", "", "<", ">", "^", "=", "*<", "x^", "0>", "0=", "é^", "\0>", "<<", " ="])
    sign = random.choice(["", "", "", "+", "-", " "])
    z = random.choice(["", "", "", "z"])
    alternate = random.choice(["", "", "#"])
    zero = random.choice(["", "", "0"])
    width = random.choice(["", "", "1", "4", "8", "10", "13", "24", "٣"])
    grouping = random.choice(["", "", "", ",", "_", random.choice([",", "_", ",_", "_,", "__"])])
    precision = random.choice(["", "", "", ".0", ".1", ".2", ".3", ".6", ".12", ".17", ".30", ".", ".,", "._", ".4_", ".7,", ".5_,"])
    code = random.choice([*codes * 8, "", "", "s", "d", "é", "q", "\n", "dd"])
    return fill + sign + z + alternate + zero + width + grouping + precision + code


def show(value):
    match value:
        case float():
            return f"float\t{value.hex()}\t"
        case complex():
            return f"complex\t{value.real.hex()}\t{value.imag.hex()}"
        case int():
            return f"int\t{value:x}\t"
        case _:
            return f"str\t{len(value)}\t"


def formats(out):
    ints = [0, 1, -1, 12, 123, 1234, -12345, 123456, 1234567, -(10**12), 65, 0x10ffff, 0x110000, 2**62 - 1, 10**25, -(2**70), 2**64, 10**309]
    for kind in range(4):
        for _ in range(900 if kind < 2 else 450):
            value, codes = [
                (random.choice(ints), "dboxXcnef%"),
                (number(), "eEfFgGn%fg"),
                (complex(number(), number()), "eEfFgGn"),
                ("a" * random.randint(0, 12), "sss"),
            ][kind]
            text = spec(codes)
            try:
                result = format(value, text)
            except (ValueError, OverflowError) as error:
                result = f"{type(error).__name__}: {error}"
            line(out, show(value), text.encode().hex() or "-", result.encode().hex() or "-")
    specials = [(1.0, ".2147482624f"), (INF, ".2147482623f"), (1, "9223372036854775808"), (1.0, ".9223372036854775808f"),
                (1, "9223372036854775808,"), (NAN, "z+010,.3e"), (1e300, ".1000g"), (5e-324, ".1100f"), (5e-324, ".800e"),
                (0.1, ".60f"), (1e23, ".30g"), (-0.0, "z.0%"), (1e308, "%"), (1.5, "-^+#020_.3_f"), (1, ",\x7f"), (1, "_ ")]
    for value, text in specials:
        try:
            result = format(value, text)
        except (ValueError, OverflowError) as error:
            result = f"{type(error).__name__}: {error}"
        line(out, show(value), text.encode().hex(), result.encode().hex())


def percent(out):
    ints = [0, 1, -1, 12, -12345, 1234567, 255, 2**62, 10**25, -(2**70)]
    for _ in range(700):
        flags = "".join(random.sample("-+ #0", random.randint(0, 4)))
        width = random.choice(["", "", "1", "6", "12", "20"])
        precision = random.choice(["", "", ".", ".0", ".1", ".3", ".8", ".25"])
        if random.random() < 0.5:
            value, code = random.choice(ints), random.choice("diuoxX")
        else:
            value, code = number(), random.choice("eEfFgG")
        line(out, show(value), flags or "none", width or "0", precision[1:] or ("0" if precision else "none"), code,
             (f"%{flags}{width}{precision}{code}" % value).encode().hex())


for table in (text, complexes, parse, complex_parse, rounding, hexadecimal, arithmetic, formats, percent):
    name = table.__name__ if table in (formats, percent) else "float_" + table.__name__
    with open(f"{name}.tsv", "w", newline="\n") as out:
        table(out)
