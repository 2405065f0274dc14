# while with else, break, continue, nested.
n = 3
while n:
    print(n, end=" ")
    n -= 1
else:
    print("else", n)

n = 0
while True:
    n += 1
    if n == 2:
        continue
    if n == 5:
        break
    print(n, end=" ")
else:
    print("never")
print("after", n)

while False:
    print("never")
else:
    print("else of a loop that never ran")

i = 0
while i < 3:
    j = 0
    while j < 3:
        j += 1
        if j == 2:
            break
        print((i, j), end=" ")
    else:
        print("never")
    i += 1
    if i == 2:
        continue
    print("|", end=" ")
print()


def search(haystack, needle):
    index = 0
    while index < len(haystack):
        if haystack[index] == needle:
            break
        index += 1
    else:
        return "missing"
    return index


print(search("abc", "c"), search("abc", "d"))


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


print([collatz(n) for n in range(1, 15)])
while 1:
    break
while (k := n) < 8: n += 1
print(n, k)
