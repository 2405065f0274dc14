#!/usr/bin/env python3
"""One cycle of 10,000,000 objects: what it takes to collect it, in time and in memory.

usage: benches/collector_huge.py NAME=COMMAND... [--objects N] [--limit PERCENT]

Each Python builds a ring in a process of its own, drops it and collects. Resident memory is the peak that the system
reports (`ru_maxrss`) before the collection and after it: what the collection needed for itself is the growth. The ring is
long, so whatever recurses or lists what is to be visited shows here. Kinds of rings: instances with two slots, linked both
ways; instances with attributes, whose class has a finalizer; lists, each the only item of the one before. Exits with 1
when the first Python's growth is above the limit (5 % unless told), or it did not find all.
"""

import argparse
import json
import shlex
import subprocess

PROGRAM = """
import gc, json, resource, sys, time
gc.disable()
n = int(sys.argv[1])

class Slots:
    __slots__ = ('next', 'back')

class Finalized:
    def __del__(self):
        Finalized.gone += 1
    gone = 0

def slots():
    first = last = Slots()
    for _ in range(n - 1):
        new = Slots()
        last.next = new
        new.back = last
        last = new
    last.next = first
    first.back = last

def finalized():
    first = last = Finalized()
    for _ in range(n - 1):
        new = Finalized()
        last.next = new
        last = new
    last.next = first

def lists():
    first = last = []
    for _ in range(n - 1):
        new = []
        last.append(new)
        last = new
    last.append(first)

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

globals()[sys.argv[2]]()
before = peak()
start = time.thread_time()
found = gc.collect()
seconds = time.thread_time() - start
after = peak()
assert found >= n and Finalized.gone in (0, n)
print(json.dumps(dict(before=before, after=after, seconds=seconds, found=found)))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--objects", type=int, default=10_000_000, metavar="N")
    parser.add_argument("--limit", type=float, default=5, metavar="PERCENT")
    arguments = parser.parse_args()
    pythons = {name: shlex.split(command) for name, command in (text.split("=", 1) for text in arguments.pythons)}
    failed = False
    head = "peak before, MB", "peak after, MB", "growth, %", "collecting, s", "ns per object"
    print(f"{'':<24}", *(f"{title:>16}" for title in head))
    for kind in "slots", "finalized", "lists":
        for index, (name, command) in enumerate(pythons.items()):
            line = [*command, "-c", PROGRAM, str(arguments.objects), kind]
            done = subprocess.run(line, capture_output=True, text=True)
            if done.returncode:
                print(f"{kind:<12}{name:<12} failed with {done.returncode}: {done.stderr.strip()[-200:]}")
                failed |= index == 0
                continue
            result = json.loads(done.stdout)
            growth = (result["after"] / result["before"] - 1) * 100
            failed |= index == 0 and growth > arguments.limit
            figures = (
                f"{result['before'] / 1024:,.0f}", f"{result['after'] / 1024:,.0f}", f"{growth:.1f}",
                f"{result['seconds']:.2f}", f"{result['seconds'] / result['found'] * 1e9:.0f}",
            )
            print(f"{kind:<12}{name:<12}", *(f"{figure:>16}" for figure in figures), flush=True)
    raise SystemExit(failed)


main()
