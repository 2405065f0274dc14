#!/usr/bin/env python3
"""Writes crates/cli/start.ld: the functions that every start of the command runs, to be linked side by side.

usage: PITVIPER_UNORDERED=1 cargo build --release && benches/start_order.py target/release/pitviper

Linux maps 16 pages around each page that a program first touches, so a few hundred functions scattered over all code
bring most of it into memory. Callgrind tells which run with `-c pass`; the linker puts them in a section of their own.
Hashes in the names are left open, so that another compiler or folder finds the same functions; a name that no longer
exists is ignored. Wants valgrind and a binary with symbols, linked without this (callgrind does not see what lies outside
`.text`).
"""

import bisect
import os
import re
import subprocess
import sys
import tempfile

HEAD = """/* The functions that every start runs, side by side: fewer pages in memory. Written by benches/start_order.py. */
SECTIONS
{
  .text.start :
  {
"""
TAIL = """  }
}
INSERT BEFORE .text;
"""


def executed(binary):
    """Addresses of the instructions that `-c pass` executes."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        subprocess.run(
            ["valgrind", "--tool=callgrind", "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no",
             f"--callgrind-out-file={out}", binary, "-c", "pass"],
            check=True, capture_output=True)
        addresses, inside, skip = set(), False, False
        for line in open(out):
            if line.startswith("ob="):
                inside = os.path.basename(line[3:].strip()) == os.path.basename(binary)
            elif line.startswith("calls="):
                skip = True
            elif line.startswith("0x"):
                if inside and not skip:
                    addresses.add(int(line.split()[0], 16))
                skip = False
        return addresses


def functions(binary):
    """Functions by address: (start, size, mangled name)."""
    listed = subprocess.run(["nm", "-n", "-S", binary], check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^(\w+) (\w+) [tTwW] (\S+)$", listed, re.MULTILINE)
    return [(int(start, 16), int(size, 16), name) for start, size, name in found]


def pattern(name):
    """The mangled name without what depends on compiler and folder."""
    name = re.sub(r"\.llvm\.\d+$", "", name)
    name = re.sub(r"Cs[0-9a-zA-Z]+_", "Cs*_", name)
    name = re.sub(r"B[0-9a-zA-Z]*_(?=[A-Z0-9E]|$)", "B*_", name)
    return re.sub(r"17h[0-9a-f]{16}E$", "17h*E", name)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    binary = sys.argv[1]
    listed, wanted = functions(binary), set()
    starts = [start for start, _, _ in listed]
    for address in executed(binary):
        index = bisect.bisect_right(starts, address) - 1
        start = starts[index]
        while index >= 0 and starts[index] == start:
            wanted.add(pattern(listed[index][2]))
            index -= 1
    path = os.path.join(os.path.dirname(__file__), "..", "crates", "cli", "start.ld")
    with open(path, "w") as file:
        file.write(HEAD)
        for name in sorted(wanted):
            file.write(f"    *(.text.{name} .text.{name}.llvm.*)\n")
        file.write(TAIL)
    print(f"{len(wanted)} functions: {os.path.normpath(path)}")


main()
