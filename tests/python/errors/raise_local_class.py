def f():
    class Local(Exception):
        pass
    raise Local("x")

f()
