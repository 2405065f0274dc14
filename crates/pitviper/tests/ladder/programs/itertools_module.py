import heapq
import itertools
import operator

print(list(itertools.islice(itertools.accumulate(itertools.count(1), operator.mul), 10)), list(itertools.chain("ab", [1])))
print([(key, list(group)) for key, group in itertools.groupby("aabbbc")], list(itertools.product("ab", [1, 2])))
print(len(list(itertools.permutations(range(5)))), list(itertools.combinations("abcd", 2))[-1], list(itertools.pairwise("abc")))
first, second = itertools.tee(iter(range(100)))
print(sum(first), list(itertools.batched(second, 40))[-1][:3], list(itertools.zip_longest("ab", "c")), list(itertools.compress("abc", [1, 0, 1])))
print(list(itertools.starmap(pow, [(2, 3)])), list(itertools.takewhile(lambda x: x < 3, itertools.cycle([1, 2, 3]))))
heap = []
for number in range(60):
    heapq.heappush(heap, (number * 37 % 61, str(number)))
print(heapq.heappop(heap), heapq.nlargest(2, heap), heapq.nsmallest(1, heap, key=operator.itemgetter(1)), list(heapq.merge([1, 3], [2])))
