# for with else, break, continue; the loop variable; changing what is looped over.
for i in range(3):
    pass
else:
    print("else", i)

for i in []:
    print("never")
else:
    print("else of an empty loop", i)

for n in range(2, 20):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print(n, end=" ")
print()

for i in range(5):
    if i == 1:
        continue
    if i == 4:
        break
    i *= 10
    print(i, end=" ")
else:
    print("never")
print("i is", i)

items = [1, 2, 3]
for x in items:
    if x < 3:
        items.append(x + 10)
    print(x, end=" ")
print(items)

items = list(range(6))
for x in items:
    items.remove(x)
print(items)

for a, (b, *c), d in [(1, "xyz", 2), (3, [4], 5)]:
    print(a, b, c, d)

store = {}
for store["key"] in "ab":
    print(store)


class Box:
    pass


box = Box()
for box.value in range(2):
    print(box.value)
row = [0, 0]
for row[1], row[0] in zip("ab", "cd"):
    print(row)

for x in 1, 2, *"ab":
    print(x, end=" ")
print()
try:
    for x in 5:
        pass
except TypeError as e:
    print(e)
try:
    for a, b in [(1, 2), (3,)]:
        print(a, b)
except ValueError as e:
    print(e)
try:
    for k in (d := {1: 1}):
        d[k + 1] = 1
except RuntimeError as e:
    print(e)
