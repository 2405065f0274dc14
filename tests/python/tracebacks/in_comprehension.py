# Errors inside comprehensions, generator expressions and lambdas.
rows = [[1, 2], [3, 0]]
double = lambda row: [10 // x for x in row]
print(sum(sum(double(row)) for row in rows))
