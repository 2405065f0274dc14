# Types that share 2 ** 60 parts, compared.
# ends: limit time, limit steps, ok
x = y = int
for i in range(60):
    x, y = dict[x, x], dict[y, y]
x == y
hash(x)
