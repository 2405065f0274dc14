# Threads that never wait take turns.
import sys
import threading

print(sys.getswitchinterval())
sys.setswitchinterval(0.001)
seen = [0] * 4
stop = False


def spin(index):
    while not stop:
        seen[index] += 1


threads = [threading.Thread(target=spin, args=(index,)) for index in range(4)]
for thread in threads:
    thread.start()
while not all(count > 100 for count in seen):
    pass
stop = True
for thread in threads:
    thread.join()
print("all ran")

# What belongs to a thread stays with it across switches.
def recurse(depth):
    return 0 if depth == 0 else 1 + recurse(depth - 1)


def raising(index, out):
    for turn in range(300):
        try:
            raise ValueError(index, turn)
        except ValueError as error:
            recurse(50)
            try:
                [][turn]
            except IndexError as second:
                assert second.__context__ is error, second.__context__
            assert sys.exception() is error
        assert sys.exception() is None
    out.append(index)


def generating(index, out):
    def numbers():
        for number in range(500):
            yield [number] * 3

    assert sum(sum(item) for item in numbers()) == 3 * sum(range(500))
    out.append(index)


def deep(index, out):
    try:
        recurse(10**6)
    except RecursionError:
        out.append(index)


for target in raising, generating, deep:
    out = []
    threads = [threading.Thread(target=target, args=(index, out)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(target.__name__, sorted(out))
try:
    sys.setswitchinterval(0)
except ValueError as error:
    print(error)
