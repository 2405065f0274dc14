matrix = [[row * column for column in range(6)] for row in range(6)]
print([list(column) for column in zip(*matrix)][5], {value for row in matrix for value in row if value % 2})
print({key: [value for value in range(key)] for key in range(5)}, sum(value for row in matrix for value in row))
functions = [lambda x, n=n: x + n for n in range(3)]
closures = [lambda: n for n in range(3)]
print([function(10) for function in functions], [closure() for closure in closures])
print([y for x in range(3) if (y := x * 2)], [(a, b) for a in "ab" for b in "cd" if a != b], *(x for x in [] or [1]))


class Scope:
    values = [1, 2]
    doubled = [value * 2 for value in values]


print(Scope.doubled)
