# Functions that hold functions, a hundred thousand deep, dropped at once.
# ends: ok
def make(inner):
    def f(): return inner
    return f
f = None
for i in range(50_000):
    f = make(f)
del f
