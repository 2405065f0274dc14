# str.translate with tables that lie.
# ends: ok
class T:
    def __getitem__(self, i):
        return self.value
t = T()
for value in (None, "x" * 1000, 1 << 20, 1 << 40, -1, [], t, "", 0x10ffff, 0x110000, True, 1.5):
    t.value = value
    try:
        ("abc" * 100).translate(t)
    except (TypeError, ValueError, OverflowError):
        pass
class E:
    def __getitem__(self, i):
        raise StopIteration
try:
    "abc".translate(E())
except StopIteration:
    pass
