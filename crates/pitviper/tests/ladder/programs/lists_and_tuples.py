numbers = []
for number in range(300):
    numbers.append(number)
numbers[10:20] = "abc"
numbers[::50] = [None] * len(numbers[::50])
del numbers[5:200]
numbers.insert(0, "first")
numbers.extend(x for x in (1, 2, 3))
numbers += [4]
numbers *= 2
print(len(numbers), numbers.index("first"), numbers.count(4), numbers.pop(), numbers[-3:], numbers[::-1][:2], numbers.copy() == numbers)
first, *middle, last = numbers
print(first, len(middle), last, tuple(numbers[:3]) + (1,), (1, 2) * 2, [[0] * 3 for _ in range(2)], [*range(3), *"ab"])
numbers.remove("first")
numbers.reverse()
numbers.clear()
recursive = [1]
recursive.append(recursive)
print(recursive, (1, [2]) < (1, [3]), hash((1, "a", (2,))) == hash((1, "a", (2,))), tuple(x for x in range(50))[-1])
deep = []
for _ in range(100):
    deep = [deep]
print(len(repr(deep)), deep == deep)
