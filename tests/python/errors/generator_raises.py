def numbers():
    yield 1
    raise ValueError("broken generator")

for n in numbers():
    print(n)
