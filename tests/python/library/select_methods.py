# select.select is no method where a class has it; files that do not block do not wait; signals cut long writes short.
import os
import select
import selectors
import signal
import threading


class Holder:
    wait = select.select


r, w = os.pipe()
os.write(w, b"data")
print(Holder().wait([r], [], [], 1) == ([r], [], []), select.select([], [w], [], 0)[1] == [w])
selector = selectors.SelectSelector()
selector.register(r, selectors.EVENT_READ)
print([key.fd == r for key, _ in selector.select(1)])
selector.close()
os.read(r, 10)
os.set_blocking(r, False)
with open(r, "rt", closefd=False) as file:
    try:
        file.read()
    except BlockingIOError:
        print("nothing there")
os.set_blocking(r, True)

came = []
read = []


def reads():
    while len(piece := os.read(r, 65536)):
        read.append(len(piece))


thread = threading.Thread(target=reads)


def first(number, frame):
    came.append("first")
    signal.signal(signal.SIGALRM, second)
    signal.setitimer(signal.ITIMER_REAL, 0.1)


def second(number, frame):
    came.append("second")
    thread.start()


signal.signal(signal.SIGALRM, first)
signal.setitimer(signal.ITIMER_REAL, 0.1)
with open(w, "wb", buffering=0) as file:
    data = memoryview(b"x" * 1_000_000)
    while data:
        data = data[file.write(data):]
thread.join()
print(came, sum(read))
