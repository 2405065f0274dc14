# A generator keeps the code that its function had when it was called.
def numbers():
    for number in range(3):
        yield number
    return "numbers"


def letters():
    yield "a"


first = numbers()
fresh = numbers()
print(next(first))
old = numbers.__code__
numbers.__code__ = letters.__code__
print(next(first), first.gi_code is old, first.gi_frame.f_code is old)
print(list(fresh), list(numbers()))
numbers.__code__ = old
print(list(numbers()), list(first))
try:
    next(first)
except StopIteration as stop:
    print(stop.value)
