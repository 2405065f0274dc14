def f():
    return f()

try:
    f()
except RecursionError as error:
    print(type(error).__name__)
    raise ValueError("too deep") from None
