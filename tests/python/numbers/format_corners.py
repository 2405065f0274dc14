# Format specifications of int, float and complex at their corners: alignment, zeros, grouping, alternates, errors.
SPECS = ("", "d", "05", "<9", "=9", "*^12", "+", " ", "+09", "#x", "#X", "#o", "#010b", "c", "n", "e", "G", "%", ".3f",
         ".2%", ",", "_", "_d", "_x", "_b", "#_x", "_o", ",x", "012,", "015_", "s", ".3", ".3d", "z", "zd", "q", "+c",
         "#c", ",c", "10.2e", "#.0f", "#g", "1_", "_,", ",,", "\xe9>5", "\U0001f600^7", "0<8", "0=8", "00008", "+_x",
         "=+012,d", "99999999999999999999d", ".99999999999999999999f", "a<b", "{", "d5", ".", ".f", "z.0f", "-z.1f",
         ".0e", "#.3g", ".50f", ",.2f", "_.3f", "012,.1f", " >+12.2e", ",%", "_e", ".3,f", ".3_f", "._f", "015,.3_f")
for value in (0, -5, 65, 255, 2**61, 2**64, -(10**30), True, 0.0, -0.0, 0.5, 1234567.891, 1e22, -1e-7, float("inf"),
              float("nan"), 1j, complex(-0.0, 2.5), complex(1e16, float("nan"))):
    row = []
    for spec in SPECS:
        try:
            row.append(format(value, spec))
        except (ValueError, OverflowError) as error:
            row.append(f"{type(error).__name__}: {error}")
    print(repr(value), *row, sep="\n  ")
