# str.join over a list that changes while it is read.
# ends: ok
class Liar(str):
    pass
x = ["a"] * 10
class It:
    def __iter__(self):
        for i in range(5):
            x.clear()
            yield "b"
assert "-".join(It()) == "b-b-b-b-b"
class L(list):
    def __iter__(self):
        self.clear()
        return iter(["q"])
    def __len__(self):
        return 1 << 60
assert ",".join(L("abc")) in ("a,b,c", "q")
assert b",".join([bytearray(b"x"), memoryview(b"y")]) == b"x,y"
x.append(x)
try:
    "".join(x)
except TypeError:
    pass
