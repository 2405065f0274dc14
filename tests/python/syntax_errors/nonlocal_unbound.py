# nonlocal without an enclosing binding.
def f():
    def g():
        nonlocal missing
        missing = 1
