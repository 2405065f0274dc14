#!/usr/bin/env python3
"""Instructions per operation, counted by callgrind, of one or more Pythons.

usage: benches/instructions.py NAME=COMMAND... [--only WORD] [--startup]

Each operation runs N times and 2 N times in a loop; the difference over N, less that of the empty loop, is its cost.
Exact on a noisy machine. COMMAND is split like a shell line; the script's path is added.
"""

import argparse
import os
import re
import shlex
import subprocess
import tempfile

# name: (setup, one statement, instructions wanted at most or None)
OPERATIONS = {
    "empty for step": ("", "pass", 80),
    "z = a": ("a = 1", "z = a", None),
    "z = o.x": ("class O: pass\no = O()\no.x = 1", "z = o.x", 30),
    "float x * y": ("x = 1.5\ny = 2.5", "z = x * y", 40),
    "int x + y": ("x = 15\ny = 25", "z = x + y", None),
    "l[1]": ("l = [1, 2, 3]", "z = l[1]", None),
    "d['x']": ("d = {'x': 1}", "z = d['x']", None),
    "l.append(i)": ("l = []", "l.append(i)", None),
    "(a, b)": ("a = 1\nb = 2", "z = (a, b)", None),
    "[]": ("", "z = []", None),
    "[a, b]": ("a = 1\nb = 2", "z = [a, b]", None),
    "{}": ("", "z = {}", None),
    "{'x': a, 'y': b}": ("a = 1\nb = 2", "z = {'x': a, 'y': b}", None),
    "object()": ("", "z = object()", None),
    "f()": ("def f(): pass", "f()", None),
    "f(i)": ("def f(x): return x", "f(i)", 250),
    "o.m()": ("class O:\n    def m(self): pass\no = O()", "o.m()", None),
    "len(l)": ("l = [1]", "len(l)", None),
    "P3(1, 2, 3)": (
        "class P3:\n    def __init__(self, a, b, c):\n        self.a = a\n        self.b = b\n        self.c = c",
        "z = P3(1, 2, 3)",
        800,
    ),
    "generator step": ("def g():\n    while True: yield 1\nnext_ = g().__next__", "next_()", None),
    "s + t": ("s = 'ab'\nt = 'cd'", "z = s + t", None),
    "f'{i}'": ("", "z = f'{i}'", None),
    "i < 5": ("", "z = i < 5", None),
    "try": ("", "try: pass\n        except E: pass", None),
}


def program(setup, statement, count):
    indented = "\n    ".join(setup.splitlines())
    return f"def run(n):\n    {indented}\n    for i in range(n):\n        {statement}\nrun({count})\n"


def instructions(command, arguments, folder):
    line = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", *shlex.split(command), *arguments]
    environment = dict(os.environ, PYTHONHASHSEED="0", PEERS_BIND=folder)
    done = subprocess.run(line, capture_output=True, text=True, env=environment)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if not found or done.returncode:
        raise SystemExit(f"{' '.join(line)}\n{done.stdout}{done.stderr}")
    return int(found[1])


def cost(command, setup, statement, folder, count):
    path = os.path.join(folder, "op.py")
    totals = []
    for times in (count, 2 * count):
        with open(path, "w") as file:
            file.write(program(setup, statement, times))
        totals.append(instructions(command, [path], folder))
    return (totals[1] - totals[0]) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--only", default="")
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--startup", action="store_true", help="instructions of `-c pass` instead")
    arguments = parser.parse_args()
    pythons = dict(text.split("=", 1) for text in arguments.pythons)
    with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
        if arguments.startup:
            for name, command in pythons.items():
                print(f"{name:<20} {instructions(command, ['-c', 'pass'], folder):>15,}")
            return
        print(f"{'operation':<20}", *(f"{name:>14}" for name in pythons), f"{'at most':>10}")
        empty = {name: cost(command, "", "pass", folder, arguments.count) for name, command in pythons.items()}
        for operation, (setup, statement, limit) in OPERATIONS.items():
            if arguments.only not in operation:
                continue
            row = []
            for name, command in pythons.items():
                whole = cost(command, setup, statement, folder, arguments.count)
                row.append(whole if statement == "pass" else whole - empty[name])
            print(f"{operation:<20}", *(f"{n:>14.1f}" for n in row), f"{limit or '':>10}", flush=True)


if __name__ == "__main__":
    main()
