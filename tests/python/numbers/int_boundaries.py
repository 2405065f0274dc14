# Around the sizes where a representation changes: 2**30, 2**31, 2**32, 2**53, 2**60..2**65.
for bits in (30, 31, 32, 53, 60, 61, 62, 63, 64, 65):
    for base in (2**bits, -(2**bits)):
        row = [base - 1, base, base + 1]
        print(bits, row, [r + 1 for r in row], [r - 1 for r in row], [-r for r in row], [~r for r in row], [r * 2 for r in row])
        assert [r + 1 - 1 for r in row] == row
        assert [r * 3 // 3 for r in row] == row
        assert [(r << 5) >> 5 for r in row] == row
        assert [int(str(r)) for r in row] == row
        assert [int(hex(r), 16) for r in row] == row
        assert [-(-r) for r in row] == row
        assert [r ^ -1 ^ -1 for r in row] == row
        assert [(r // 7) * 7 + r % 7 for r in row] == row
        assert [(r // -7) * -7 + r % -7 for r in row] == row
        assert sorted(row, reverse=True) == row[::-1]
        assert len({*row, *(r + 0 for r in row)}) == 3
        assert [r * r // r for r in row] == row
        assert [r & -1 for r in row] == row and [r | 0 for r in row] == row
        assert [range(r, r + 2)[1] - 1 for r in row] == row
        assert [float(r) == r or abs(int(float(r)) - r) < 4096 for r in row]
        assert all((r - 1 < r < r + 1) for r in row)
        assert [abs(r) for r in row] == [max(r, -r) for r in row]
        assert [sum([r, r, -r]) for r in row] == row
m = 2**61
print(m - 1 + 1 == m, (m - 1) * (m - 1), -m - 1, (-m) * (-m), (-m) // -1, m * -1, -m * 1, m // -1, m % -1, (-m) ** 2)
print((2**31) * (2**31), (2**32) * (2**32), 3037000500**2, 4294967295 * 4294967297, (2**31 - 1) * (2**31 + 1))
total = 0
for i in range(70):
    total += 2**i
print(total, total == 2**70 - 1)
for i in range(70):
    total -= 2**i
print(total)
x = 1
for i in range(1, 40):
    x *= -i
print(x)
c = 2**61 - 3
for _ in range(6):
    c += 1
    print(c, end=" ")
for _ in range(6):
    c -= 1
    print(c, end=" ")
print()
c = -(2**61) + 2
for _ in range(5):
    c -= 1
    print(c, end=" ")
print()
