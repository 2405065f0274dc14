# Searches that are quadratic when done badly.
# ends: ok
s = "a" * 300_000
n = "a" * 150_000 + "b"
m = "b" + "a" * 150_000
assert s.find(n) == -1 and s.rfind(m) == -1 and s.count(n) == 0 and n not in s
assert s.replace(n, "x") is not None and len(s.split(n)) == 1 and s.partition(n)[1] == ""
b = s.encode()
assert b.find(n.encode()) == -1 and b.rfind(m.encode()) == -1 and b.count(m.encode()) == 0
assert len(b.split(n.encode())) == 1
