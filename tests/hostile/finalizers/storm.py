# A hundred thousand __del__ calls at once.
# ends: ok
n = 0
class C:
    def __del__(self):
        global n
        n += 1
x = [C() for i in range(30_000)]
del x
assert n == 30_000
