#!/usr/bin/env python3
"""What collecting costs: nanoseconds of thread CPU time per container, and pauses while a program builds.

usage: benches/collector.py NAME=COMMAND... [--only WORD] [--objects N]

Live: `gc.collect()` over N containers that all stay, divided by N. Garbage: the same with N that all go, their freeing
included. Building: 2 N live containers are made with the collector on; its callbacks tell how long each collection took.
One process per measure, each the best of five. COMMAND is split like a shell line; for CPython give `python3 -I`. With
two Pythons or more the last column is the first one's figure as a share of the last one's.
"""

import argparse
import json
import shlex
import subprocess

CLASSES = """
import gc, time
gc.disable()

class Three:
    def __init__(self, a, b, c):
        self.a = a
        self.b = b
        self.c = c

class Node:
    __slots__ = ('left', 'right')
    def __init__(self, left, right):
        self.left = left
        self.right = right

class Edges:
    __slots__ = ('a', 'b', 'c')
    def __init__(self):
        self.a = self.b = self.c = None

def tree(depth):
    return Node(None, None) if depth == 0 else Node(tree(depth - 1), tree(depth - 1))

def linked(n):
    head = None
    for _ in range(n):
        head = Node(head, None)
    return head

def graph(n):
    x = 12345
    nodes = [Edges() for _ in range(n)]
    for node in nodes:
        x = (x * 1103515245 + 12345) & 0x7fffffff; node.a = nodes[x % n]
        x = (x * 1103515245 + 12345) & 0x7fffffff; node.b = nodes[x % n]
        x = (x * 1103515245 + 12345) & 0x7fffffff; node.c = nodes[x % n]
    return nodes

def list_rings(n):
    for _ in range(n):
        ring = []
        ring.append(ring)

def instance_rings(n):
    for _ in range(n):
        ring = Three(1, 2, 3)
        ring.a = ring

def pair_rings(n):
    for _ in range(n // 2):
        a = Node(None, None)
        a.left = Node(a, None)

def one_ring(n):
    first = last = Node(None, None)
    for _ in range(n - 1):
        last.left = Node(None, last)
        last = last.left
    last.left = first
"""

# name: (how many containers n stands for, what is kept)
LIVE = {
    "lists of one": "n, [[None] for _ in range(n)]",
    "three-attribute instances": "n, [Three(i, i, i) for i in range(n)]",
    "binary tree": "2 ** (n.bit_length() - 1) - 1, tree(n.bit_length() - 2)",
    "linked list": "n, linked(n)",
    "dicts and lists": "n, [{'a': []} for _ in range(n // 2)]",
    "random graph": "n, graph(n)",
}

GARBAGE = {
    "lists": "list_rings(n)",
    "three-attribute instances": "instance_rings(n)",
    "pairs": "pair_rings(n)",
    "one ring": "one_ring(n)",
    "tree with parents": "parents(n)",
}

PARENTS = """
def parents(n):
    def grow(depth, parent):
        node = Edges()
        node.a = parent
        if depth:
            node.b = grow(depth - 1, node)
            node.c = grow(depth - 1, node)
        return node
    grow(n.bit_length() - 2, None)
"""

MEASURE_LIVE = """
count, kept = {expression}
gc.collect()
best = 1e9
for _ in range(5):
    start = time.thread_time()
    gc.collect()
    best = min(best, time.thread_time() - start)
print(best / count * 1e9)
"""

MEASURE_GARBAGE = """
best = 1e9
for _ in range(5):
    gc.collect()
    {expression}
    start = time.thread_time()
    found = gc.collect()
    best = min(best, time.thread_time() - start)
assert found >= n // 2
print(best / found * 1e9)
"""

BUILD = {
    "lists of one": "kept.append([i])",
    "three-attribute instances": "kept.append(Three(i, i, i))",
    "linked list": "kept = Node(kept, None)",
}

MEASURE_BUILD = """
import json
pauses = []
def watch(phase, info):
    if phase == 'start':
        watch.start = time.thread_time()
    else:
        pauses.append(time.thread_time() - watch.start)
gc.collect()
gc.callbacks.append(watch)
def build():
    kept = []
    for i in range(2 * n):
        {expression}
    return kept
start = time.thread_time()
gc.enable()
kept = build()
gc.disable()
total = time.thread_time() - start
pauses.sort()
print(json.dumps(dict(total=total, share=sum(pauses) / total, number=len(pauses),
                      median=pauses[len(pauses) // 2], longest=pauses[-1])))
"""


def run(command, program, objects):
    line = [*command, "-c", f"{CLASSES}{PARENTS}\nn = {objects}\n{program}"]
    done = subprocess.run(line, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{shlex.join(command)}\n{done.stderr}")
    return json.loads(done.stdout)


def show(name, figures, form):
    share = f"{figures[0] / figures[-1]:>10.0%}" if len(figures) > 1 and figures[-1] else ""
    print(f"  {name:<28}", *(f"{form(figure):>14}" for figure in figures), share, flush=True)


def nanoseconds(figure):
    return f"{figure:,.1f}"


def milliseconds(seconds):
    return f"{seconds * 1000:,.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--only", default="", metavar="WORD", help="live, garbage, building, or part of a graph's name")
    parser.add_argument("--objects", type=int, default=1_000_000, metavar="N")
    arguments = parser.parse_args()
    pythons = {name: shlex.split(command) for name, command in (text.split("=", 1) for text in arguments.pythons)}
    print(f"  {'':<28}", *(f"{name:>14}" for name in pythons))
    for title, graphs, measure in (
        ("live: ns per container", LIVE, MEASURE_LIVE),
        ("garbage: ns per container", GARBAGE, MEASURE_GARBAGE),
    ):
        chosen = {name: text for name, text in graphs.items() if arguments.only in f"{title} {name}"}
        if chosen:
            print(title)
        for name, expression in chosen.items():
            program = measure.format(expression=expression)
            show(name, [run(command, program, arguments.objects) for command in pythons.values()], nanoseconds)
    for name, expression in BUILD.items():
        title = f"building {2 * arguments.objects:,}: {name}"
        if arguments.only not in title:
            continue
        program = MEASURE_BUILD.format(expression=expression)
        tries = [[run(command, program, arguments.objects) for _ in range(5)] for command in pythons.values()]
        best = [min(results, key=lambda result: result["total"]) for results in tries]
        print(title)
        show("CPU time, ms", [result["total"] for result in best], milliseconds)
        show("share spent collecting", [result["share"] for result in best], "{:.0%}".format)
        show("collections", [result["number"] for result in best], str)
        show("median pause, ms", [result["median"] for result in best], milliseconds)
        show("longest pause, ms", [min(result["longest"] for result in results) for results in tries], milliseconds)


main()
