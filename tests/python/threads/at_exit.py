# The end of a program with threads.
import atexit
import sys
import threading
import time

started, ending = threading.Event(), threading.Event()


def stay():
    started.set()
    try:
        while True:
            time.sleep(0.001)
    finally:
        print("never")


def spin():
    value = []
    while True:
        value = [value[:1], started]


def finish():
    ending.wait()
    print("the last thread ends", sys.is_finalizing())
    threading.Thread(target=lambda: print("one more")).start()


for target in stay, spin:
    threading.Thread(target=target, daemon=True).start()
threading.Thread(target=finish).start()
started.wait()
atexit.register(print, "atexit")
threading._register_atexit(lambda: (print("threading's atexit"), ending.set()))
print("the program ends")
