def f(a, b, c):
    return a.x + b["k"] * c

f(1, 2, 3)
