"""Four threads pass objects around while cycles are collected at every chance; then the heap is verified.

usage: PITVIPER_COLLECT=always pitviper --verify-heap tests/stress/four_threads.py [SECONDS]

Each object is in cycles of its own when it is passed on, gets another by the thread that takes it, and is then dropped.
Prints how many each thread took; `--verify-heap` compares counts with references when the program has ended.
"""

import gc
import queue
import sys
import threading
import time

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 10
THREADS = 4


class Node:
    def __init__(self, number):
        self.number = number
        self.own = self
        self.items = [self]


def work(index, queues, taken, end):
    mine, following = queues[index], queues[(index + 1) % THREADS]
    while time.monotonic() < end:
        try:
            following.put_nowait(Node(taken[index]))
        except queue.Full:
            pass
        try:
            node = mine.get(timeout=0.01)
        except queue.Empty:
            continue
        node.table = {"node": node}
        taken[index] += 1


def main():
    gc.set_threshold(50, 3, 3)
    queues = [queue.Queue(50) for _ in range(THREADS)]
    taken = [0] * THREADS
    end = time.monotonic() + SECONDS
    threads = [threading.Thread(target=work, args=(index, queues, taken, end)) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("taken:", *taken)
    if not all(taken):
        sys.exit("a thread took nothing")


main()
