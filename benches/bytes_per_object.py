#!/usr/bin/env python3
"""True bytes per object: growth of resident memory over 1,000,000 of each type, in one or more Pythons.

usage: benches/bytes_per_object.py NAME=COMMAND... [--only WORD]

The list that holds the objects is made before, so its slots are not counted. The geometric mean of the ratios to the
last Python leaves out inline numbers (less than one byte). What containers hold (A, B) is shared, so only they count.
"""

import argparse
import math
import os
import shlex
import subprocess
import tempfile

# name: (setup, expression of i)
OBJECTS = {
    "float": ("", "i + 0.5"),
    "int < 2**30": ("", "i + 1000"),
    "int 2**40": ("", "i + 2**40"),
    "int 100 bits": ("", "i + 2**99"),
    "str 10 ASCII": ("", "str(i + 1000000000)"),
    "str 10 Latin-1": ("", "'é' + str(i + 100000000)"),
    "str 10 UCS-2": ("", "'ł' + str(i + 100000000)"),
    "bytes 10": ("", "bytes(10)"),
    "object()": ("", "object()"),
    "tuple(2)": ("", "(A, B)"),
    "list []": ("", "[]"),
    "list [A, B]": ("", "[A, B]"),
    "list, 2 appends": ("def two(i):\n    l = []\n    l.append(A)\n    l.append(B)\n    return l", "two(i)"),
    "list(8)": ("", "[A, A, A, A, A, A, A, A]"),
    "dict {}": ("", "{}"),
    "dict 2 keys": ("", "{'a': A, 'b': B}"),
    "dict 8 keys": ("", "{'a': A, 'b': A, 'c': A, 'd': A, 'e': A, 'f': A, 'g': A, 'h': A}"),
    "set()": ("", "set()"),
    "set {A, B}": ("", "{A, B}"),
    "instance, 0 attributes": ("class C: pass", "C()"),
    "instance, 3 attributes": (
        "class C:\n    def __init__(self, a, b, c):\n        self.a = a\n        self.b = b\n        self.c = c",
        "C(A, A, A)",
    ),
    "__slots__ 3": (
        "class C:\n    __slots__ = ('a', 'b', 'c')\n    def __init__(self, a, b, c):\n"
        "        self.a = a\n        self.b = b\n        self.c = c",
        "C(A, A, A)",
    ),
    "bound method": ("class C:\n    def m(self): pass\no = C()", "o.m"),
    "generator, fresh": ("def g(a):\n    yield a", "g(A)"),
    "generator, started": ("def g(a):\n    yield a\ndef started(i):\n    s = g(i)\n    next(s)\n    return s", "started(A)"),
    "closure, own cell": ("def make(a):\n    def inner(): return a\n    return inner", "make(A)"),
    "lambda": ("", "lambda: 1"),
    "list iterator": ("l = [1]", "iter(l)"),
    "slice": ("", "slice(A, B)"),
    "complex": ("", "complex(i, 0.5)"),
    "ValueError(A)": ("", "ValueError(A)"),
    "bytearray(10)": ("", "bytearray(10)"),
    "frozenset {A, B}": ("", "frozenset((A, B))"),
    "range": ("", "range(i)"),
}

PROGRAM = """\
def resident():
    with open('/proc/self/smaps_rollup') as file:
        for line in file:
            if line.startswith('Rss:'):
                return int(line.split()[1]) * 1024
A = object()
B = object()
{setup}
def fill(n):
    place = [0] * n
    for i in range(n):
        place[i] = i
    for i in range(n):
        place[i] = None
    before = resident()
    for i in range(n):
        place[i] = {expression}
    after = resident()
    print((after - before) / n)
fill({count})
"""


def measure(command, setup, expression, folder, count):
    path = os.path.join(folder, "object.py")
    with open(path, "w") as file:
        file.write(PROGRAM.format(setup=setup, expression=expression, count=count))
    done = subprocess.run(
        [*shlex.split(command), path], capture_output=True, text=True, env=dict(os.environ, PEERS_BIND=folder)
    )
    if done.returncode:
        return None
    return max(float(done.stdout), 0.0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--only", default="")
    parser.add_argument("--count", type=int, default=1_000_000)
    arguments = parser.parse_args()
    pythons = dict(text.split("=", 1) for text in arguments.pythons)
    names = list(pythons)
    logs = {name: [] for name in names}
    print(f"{'object':<24}", *(f"{name:>12}" for name in names))
    with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
        for what, (setup, expression) in OBJECTS.items():
            if arguments.only not in what:
                continue
            row = [measure(pythons[name], setup, expression, folder, arguments.count) for name in names]
            print(f"{what:<24}", *(f"{b:>12.1f}" if b is not None else f"{'fails':>12}" for b in row), flush=True)
            if all(b is not None and b >= 1 for b in row):
                for name, bytes_ in zip(names, row):
                    logs[name].append(math.log(bytes_ / row[-1]))
    means = (math.exp(sum(logs[name]) / max(len(logs[name]), 1)) for name in names)
    print(f"{'geometric mean, ratio':<24}", *(f"{mean:>12.2f}" for mean in means))


if __name__ == "__main__":
    main()
