class Key:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value < other.value


numbers = [(x * 7919) % 257 for x in range(200)]
print(sorted(numbers)[:5], sorted(numbers, reverse=True)[:3], sorted(map(str, numbers), key=len)[:4])
print(sorted(numbers, key=Key)[:3], min(numbers, key=lambda x: -x), max("hello", "b", key=len))
words = "the quick brown fox jumps over the lazy dog".split()
words.sort(key=lambda word: (len(word), word))
print(words)
data = [[x % 3, str(x)] for x in range(100)]
data.sort()
print(data[0], data[-1])
try:
    sorted([1, "a", 2])
except TypeError as error:
    print(error)
