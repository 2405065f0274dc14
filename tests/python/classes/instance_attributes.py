# Instance attributes: order, many, deleting and adding, __dict__ replaced, setattr and getattr.
class P:
    pass


p = P()
p.b, p.a, p.c = 1, 2, 3
print(list(p.__dict__), p.__dict__)
del p.a
p.a = 4
print(list(p.__dict__))
for i in range(100):
    setattr(p, f"n{i}", i)
print(len(p.__dict__), p.n0 + p.n99, sum(getattr(p, f"n{i}") for i in range(100)))
for i in range(0, 100, 2):
    delattr(p, f"n{i}")
print(len(p.__dict__), hasattr(p, "n2"), hasattr(p, "n3"))
p.__dict__["via dict"] = 1
print(getattr(p, "via dict"), "via dict" in vars(p))
p.__dict__ = {"x": 1}
print(p.x, hasattr(p, "b"), p.__dict__)
d = p.__dict__
p.y = 2
print(d, d is p.__dict__)
d["z"] = 3
print(p.z)
for bad in (5, None, []):
    try:
        p.__dict__ = bad
    except TypeError as e:
        print(e)
del p.__dict__
print(p.__dict__)
p.new = 1
print(p.__dict__, getattr(p, "nope", "default"))
try:
    setattr(p, 5, 1)
except TypeError as e:
    print(e)
try:
    del p.nope
except AttributeError as e:
    print(e)

q, r = P(), P()
q.first, q.second = 1, 2
r.second, r.first = 1, 2
print(list(vars(q)), list(vars(r)), vars(q) == vars(r))
P.shared = "class"
print(q.shared, "shared" in vars(q))
q.shared = "own"
print(q.shared, r.shared)
q.method = lambda *a: a
print(q.method(1))
q.__dict__.update(method=5, extra=6)
print(q.method, q.extra)
q.self = q
print(q.self.self.self is q)
q.self = None
many = [P() for _ in range(50)]
for i, m in enumerate(many):
    for j in range(i % 7):
        setattr(m, "abcdefg"[j], i * j)
print(sum(getattr(m, "c", 0) for m in many), sum(len(vars(m)) for m in many))


class Init:
    def __init__(self, flag):
        if flag:
            self.x = 1
        self.y = 2
        self.z = 3


print(vars(Init(True)), vars(Init(False)))
i = Init(False)
i.x = 9
print(vars(i), i.x + i.y + i.z)
