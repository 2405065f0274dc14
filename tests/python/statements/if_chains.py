# if / elif / else, truth of every kind of object, conditional expressions.
def size(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10:
        return "small"
    else:
        return "large"


print([size(n) for n in (-1, 0, 5, 10)])


class Truthy:
    pass


class Falsy:
    def __bool__(self):
        return False


class Empty:
    def __len__(self):
        return 0


class BoolWins:
    def __bool__(self):
        return True

    def __len__(self):
        return 0


values = [0, 1, -1, 0.0, 0.1, 0j, 1j, "", "a", b"", b"a", [], [0], (), (0,), {}, {0: 0},
          set(), {0}, frozenset(), range(0), range(1), None, ..., NotImplementedError, len,
          Truthy(), Falsy(), Empty(), BoolWins(), bytearray(), bytearray(1)]
print("".join("T" if v else "F" for v in values))
print("".join("F" if not v else "T" for v in values))

x = 5
print("odd" if x % 2 else "even", "big" if x > 100 else "medium" if x > 3 else "tiny")
if x: pass
if not x: print("no")
elif x == 5 and not x == 6 or print("never"): print("yes")
if (x := x + 1) > 5: print("walrus", x)


class BadBool:
    def __bool__(self):
        return 1


class BadLen:
    def __len__(self):
        return -1


for bad in (BadBool(), BadLen()):
    try:
        if bad:
            print("?")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
