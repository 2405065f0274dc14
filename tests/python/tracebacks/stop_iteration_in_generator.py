# StopIteration inside a generator becomes RuntimeError.
def pairs(it):
    while True:
        yield next(it), next(it)


print(list(pairs(iter("abcd"))))
