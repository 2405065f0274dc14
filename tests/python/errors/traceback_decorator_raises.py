def check(limit):
    raise ValueError("bad limit")

@check(5)
def f():
    pass
