"""heapq and bisect."""
import bisect
import heapq


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


h = []
for x in [5, 1, 4, 1, 5, 9, 2, 6]:
    heapq.heappush(h, x)
print(h)
print([heapq.heappop(h) for _ in range(len(h))])
h = [5, 3, 8, 1, 9, 2]
heapq.heapify(h)
print(h, heapq.heappushpop(h, 0), heapq.heappushpop(h, 4), heapq.heapreplace(h, 7), h)
attempt(lambda: heapq.heappop([]))
attempt(lambda: heapq.heapreplace([], 1))
attempt(lambda: heapq.heappush((), 1))
attempt(lambda: heapq.heappop(()))
attempt(lambda: heapq.heapify(1))
attempt(lambda: heapq.heappush([1], "a"))
print(heapq.nlargest(3, [4, 8, 1, 9]), heapq.nsmallest(2, [4, 8, 1, 9]), heapq.nlargest(2, "abc", key=ord))
print(list(heapq.merge([1, 4, 7], [2, 5], [0, 9])), list(heapq.merge([3, 1], [2], reverse=True)))
m = [3, 1, 4]
heapq.heapify_max(m)
heapq.heappush_max(m, 9)
print(m, heapq.heappop_max(m), heapq.heappushpop_max(m, 2), heapq.heapreplace_max(m, 5), m)


class Bad:
    def __lt__(self, other):
        h.clear()
        return True


h = [Bad() for _ in range(5)]
attempt(lambda: heapq.heapify(h))
h = [Bad(), Bad()]
attempt(lambda: heapq.heappush(h, Bad()))

a = [1, 2, 2, 3]
print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 0), bisect.bisect_left(a, 9))
print(bisect.bisect(a, 2, 0, 2), bisect.bisect(a, 2, lo=3), bisect.bisect_left([(1, "a"), (2, "b")], 2, key=lambda p: p[0]))
bisect.insort(a, 2.5)
bisect.insort_left(a, 2)
print(a)
b = [3, 2, 1]
bisect.insort(b, 2, key=lambda x: -x)
print(b, bisect.bisect(range(100), 50), bisect.bisect("abc", "b"))
attempt(lambda: bisect.bisect([1], 1, -1))
attempt(lambda: bisect.bisect(1, 1))
attempt(lambda: bisect.bisect([1]))
attempt(lambda: bisect.bisect([1], "a"))


class Mine(list):
    def insert(self, at, item):
        print("insert", at, item)
        super().insert(at, item)


mine = Mine([1, 3])
bisect.insort(mine, 2)
print(mine)
