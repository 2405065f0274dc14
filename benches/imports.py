#!/usr/bin/env python3
"""What importing the library costs: instructions, module by module, and resident memory after all of them.

usage: benches/imports.py NAME=COMMAND... [--memory-only]

Instructions of `-c "import X"`, start included, are counted by callgrind for X among the modules that ordinary programs
import, and summed. Resident memory is read from /proc in one process that imported all. COMMAND is split like a shell
line; for CPython give `python3 -I`.
"""

import argparse
import re
import shlex
import subprocess

MODULES = """collections functools random copy operator enum dataclasses contextlib re os pathlib hashlib types typing
string textwrap json csv datetime decimal fractions statistics heapq bisect itertools abc io tempfile shutil argparse
pprint traceback warnings inspect dis time timeit unittest doctest logging subprocess threading queue weakref pickle
calendar locale glob fnmatch shlex""".split()

RESIDENT = """
for line in open('/proc/self/status'):
    if line.startswith('VmRSS'): print(line.split()[1])
"""


def instructions(command, module):
    line = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command, "-c", f"import {module}"]
    done = subprocess.run(line, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if not found or done.returncode:
        raise SystemExit(f"{shlex.join(line)}\n{done.stderr}")
    return int(found[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--memory-only", action="store_true")
    arguments = parser.parse_args()
    pythons = {name: shlex.split(command) for name, command in (text.split("=", 1) for text in arguments.pythons)}
    print(f"{'':<14}", *(f"{name:>14}" for name in pythons))
    if not arguments.memory_only:
        totals = dict.fromkeys(pythons, 0)
        for module in MODULES:
            row = {name: instructions(command, module) for name, command in pythons.items()}
            for name, count in row.items():
                totals[name] += count
            print(f"{module:<14}", *(f"{count:>14,}" for count in row.values()), flush=True)
        print(f"{'sum':<14}", *(f"{count:>14,}" for count in totals.values()))
    program = f"import {', '.join(MODULES)}{RESIDENT}"
    resident = [
        int(subprocess.run([*command, "-c", program], capture_output=True, text=True, check=True).stdout)
        for command in pythons.values()
    ]
    print(f"{'resident, kB':<14}", *(f"{size:>14,}" for size in resident))


main()
