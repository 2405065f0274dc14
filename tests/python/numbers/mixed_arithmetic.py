# Operations between int, float, bool and complex: result types and values.
values = [True, 3, -7, 2**70, 2.5, -0.5, 1 + 2j]
signs = ["+", "-", "*", "/", "//", "%", "**"]
for sign in signs:
    row = []
    for a in values:
        for b in values:
            if sign == "**" and (abs(b) > 1000 or (abs(a) > 1000 and abs(b) > 10)):
                continue
            try:
                result = eval(f"a {sign} b")
                row.append(f"{type(result).__name__[0]}{result!r}")
            except Exception as e:
                row.append(type(e).__name__)
    print(sign, row)
for sign in ("<", "<=", "==", "!=", ">", ">="):
    row = []
    for a in values:
        for b in values:
            try:
                row.append("TF"[not eval(f"a {sign} b")])
            except TypeError:
                row.append("-")
    print(sign, "".join(row))
for sign in ("&", "|", "^", "<<", ">>"):
    row = []
    for a in (True, 6, -7, 2**70):
        for b in (True, 3, 2, 0):
            row.append(eval(f"a {sign} b"))
    print(sign, row)
print(round(2**70 / 3), int(2**70 + 0.5), 2**53 + 1.0, float(2**53 + 1), (2**53 + 1) / 1, 2.0**1023, -7 // 2.5, -7 % 2.5, 7.5 // -2)
print(abs(-(2**70)), abs(-2.5), abs(3 - 4j), divmod(2**70, 2.5), divmod(-7, 2), divmod(-7, 2.0), pow(2, 0.5), pow(2.0, 3), pow(4, -1), pow(-8, 1 / 3))
print(sum([1, 2.5, True]), sum([1, 2j]), sum([2**70, 0.5]), max(1, 1.0), max(1.0, 1), min(True, 1), sorted([2.5, 1, 2**70, -0.5, True]))
print(1 == 1.0 == (1 + 0j) == True, hash(1) == hash(1.0) == hash(1 + 0j), {1: "i", 1.0: "f", 1 + 0j: "c"}, len({2**70, float(2**70)}))
