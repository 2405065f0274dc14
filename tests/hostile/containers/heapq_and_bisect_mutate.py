# heapq and bisect over a list that changes.
# ends: ok
import heapq, bisect
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        x.clear()
        return True
for use in (lambda: heapq.heappush(x, C(1)), lambda: heapq.heappop(x), lambda: heapq.heapify(x), lambda: heapq.heapreplace(x, C(1)), lambda: heapq.heappushpop(x, C(1)), lambda: bisect.bisect(x, C(1)), lambda: bisect.insort(x, C(1)),
            lambda: heapq.nsmallest(3, x), lambda: list(heapq.merge(x, x)), lambda: bisect.bisect([], 1, 0, 1 << 62), lambda: bisect.bisect_left(range(1 << 62), 1.5), lambda: bisect.bisect([1], 1, 5, 10)):
    x = [C(i) for i in range(20)]
    try:
        use()
    except (IndexError, RuntimeError, ValueError, TypeError):
        pass
