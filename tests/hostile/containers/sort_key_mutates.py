# A key function that works on the list being sorted.
# ends: ok
x = list(range(100))
def key(v):
    x.clear()
    x.extend("junk")
    return -v
try:
    x.sort(key=key)
except ValueError:
    caught = 1
assert caught == 1
x = list(range(50))
def grow(v):
    x.append(v)
    return v
try:
    x.sort(key=grow)
except ValueError:
    caught = 2
assert caught == 2
