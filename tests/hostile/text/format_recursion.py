# Format strings within format strings.
# ends: ok
deep = "{0:" * 1000 + "}" * 1000
try:
    deep.format(1)
except ValueError:
    caught = 1
class F:
    def __format__(self, spec):
        return format(self, spec + "x")
try:
    f"{F()}"
except RecursionError:
    caught = 2
try:
    ("{0" + "[0]" * 100_000 + "}").format([])
except IndexError:
    caught = 3
x = []
x.append(x)
assert ("{0" + "[0]" * 10_000 + "}").format(x) == "[[...]]"
try:
    ("{" + "9" * 100_000 + "}").format(1)
except ValueError:
    caught = 4
assert caught == 4
