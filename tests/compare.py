#!/usr/bin/env python3
"""Runs every program of a folder on two Pythons and counts those that print the same.

usage: tests/compare.py FOLDER REFERENCE PITVIPER [--list]

For suites that are not ours to keep, such as MicroPython's tests/basics. A program counts when the reference ends well;
REFERENCE and PITVIPER are command lines, run in the folder with the program's name. `--list` names what differs.
"""

import argparse
import concurrent.futures
import os
import shlex
import subprocess

SECONDS = 30


def run(command, folder, name):
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    try:
        done = subprocess.run([*command, name], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None
    return done.returncode, done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("reference", type=shlex.split)
    parser.add_argument("pitviper", type=shlex.split)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    names = sorted(name for name in os.listdir(arguments.folder) if name.endswith(".py"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wanted = list(pool.map(lambda name: run(arguments.reference, arguments.folder, name), names))
        counted = [(name, want) for name, want in zip(names, wanted) if want and want[0] == 0]
        found = list(pool.map(lambda pair: run(arguments.pitviper, arguments.folder, pair[0]), counted))
    same = hung = crashed = 0
    for (name, want), got in zip(counted, found):
        how = "same" if got == want else "hangs" if got is None else "crashes" if got[0] < 0 or got[0] > 1 else "differs"
        same, hung, crashed = same + (how == "same"), hung + (how == "hangs"), crashed + (how == "crashes")
        if arguments.list and how != "same":
            print(how, name)
    print(f"{same} of {len(counted)} the same ({same / len(counted):.1%}); {hung} hang, {crashed} crash")


main()
