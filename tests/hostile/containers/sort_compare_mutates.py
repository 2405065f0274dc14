# Comparisons that empty, grow, sort and drop the list being sorted.
# ends: ok
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        action(self)
        return self.n < other.n
x = []
def sort_again(c):
    global depth
    depth += 1
    if depth < 20:
        x.sort()
for action in (lambda c: x.clear(), lambda c: x.append(c), lambda c: x.__imul__(2) and x.__delitem__(slice(100, None)), lambda c: x.__setitem__(slice(None), [c] * 3),
               lambda c: setattr(c, "n", -c.n), lambda c: c.__dict__.clear() or setattr(c, "n", 1), sort_again, lambda c: globals().__setitem__("x", [])):
    depth = 0
    x = [C(i * 7 % 31) for i in range(64)]
    try:
        x.sort()
    except (ValueError, AttributeError):
        pass
