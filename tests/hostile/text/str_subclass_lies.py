# Subclasses of str that lie about themselves.
# ends: ok
class S(str):
    def __len__(self): return 1 << 50
    def __eq__(self, other): raise ZeroDivisionError
    def __hash__(self): return 1
    def __getitem__(self, i): return S("x")
    def __iter__(self): return iter(())
    def __str__(self): return S("y")
    def __contains__(self, x): return True
s = S("abc")
assert "abc".replace(s, "d") == "d" and "xabc".endswith(s) and s.upper() == "ABC"
assert type("%s%s" % (s, s)) is str and isinstance(f"{s}", str) and len(str.__str__(s)) in (3, 1 << 50)
try:
    {s: 1}["abc"]
except (KeyError, ZeroDivisionError):
    pass
d = {s: 1}
try:
    d[S("q")] = 2
except ZeroDivisionError:
    pass
setattr(d.__class__ if False else type("C", (), {})(), s, 1)
try:
    getattr(type("C", (), {}), s)
except (AttributeError, ZeroDivisionError):
    pass
"".join([s, s])
int.__new__(int, S("12"))
