# Carets under a binary operation.
values = {"a": 1, "b": "text"}


def total(d):
    return d["a"] * 10 + d["b"] - 5


print(total({"a": 1, "b": 2}))
total(values)
