# Augmented assignment to names, items, attributes, slices; every operator; one evaluation.
a = 7
a += 3; print(a)
a -= 1; print(a)
a *= 2; print(a)
a //= 4; print(a)
a **= 3; print(a)
a %= 50; print(a)
a <<= 3; print(a)
a >>= 1; print(a)
a &= 0b1010; print(a)
a |= 0b0101; print(a)
a ^= 0b0011; print(a)
a /= 2; print(a)


class Log:
    def __init__(self):
        self.values = {"x": 10}
        self.log = []

    def __getitem__(self, key):
        self.log.append(("get", key))
        return self.values.get(key, 0)

    def __setitem__(self, key, value):
        self.log.append(("set", key, value))
        self.values[key] = value


log = Log()


def target():
    log.log.append("target")
    return log


def key():
    log.log.append("key")
    return "x"


target()[key()] += 5
target()[1:3] += 1
print(log.log)


class Attr:
    value = 5


one = Attr()
one.value += 1
print(one.value, Attr.value, one.__dict__)

items = [1, 2, 3]
alias = items
items += (4,)
items *= 2
print(alias is items, items)
items[1] += 100
items[2:4] += "ab"
print(items)
matrix = [[1, 2], [3, 4]]
matrix[1][0] *= 10
print(matrix)
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)


class M:
    def __init__(self, v):
        self.v = v

    def __matmul__(self, o):
        return f"{self.v}@{o}"

    def __imatmul__(self, o):
        self.v = f"{self.v}@={o}"
        return self


m = M("m")
print(m @ 1)
m @= 2
print(m.v)
s = "a"
s += "b"
s *= 3
print(s)
d = {"n": 1}
d["n"] += 1
d |= {"o": 5}
print(d)
st = {1, 2, 3}
keep = st
st -= {1}
st ^= {3, 4}
st &= {2, 4, 5}
print(sorted(st), keep is st)
try:
    undefined_name += 1
except NameError as e:
    print(e)


def local():
    x += 1


try:
    local()
except UnboundLocalError as e:
    print(e)
