#!/usr/bin/env python3
"""Runs generated programs (or, with --kind calls, calls of builtins) on Pitviper and on CPython and compares what they print and how they end.

    python3 fuzz/compare.py --make MAKE --pitviper PITVIPER --first 0 --count 1000 -- CPYTHON [ARGUMENT...]

MAKE is the `make` program of this crate (`cargo build --bin make`), CPYTHON the command of CPython 3.14. Programs run in
batches, many in one process; a program after which the process did not go on is run alone. Each that differs is kept in
the folder given by --keep, with both outputs.
"""

import argparse
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

RUNNER = r'''
import io, sys
folder, names = sys.argv[1], sys.argv[2:]
out = sys.stdout
for name in names:
    sys.stdout = text = io.StringIO()
    try:
        with open(f"{folder}/{name}.py", encoding="utf-8") as file:
            code = compile(file.read(), name, "exec")
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        try:
            said = f"{type(error).__name__}: {error}"
        except BaseException as second:
            said = f"{type(error).__name__}, and {type(second).__name__} when it was shown"
        print("ended by", said)
        error = None
    sys.stdout = out
    print("program", name)
    print(text.getvalue().encode("utf-8", "backslashreplace").decode())
    out.flush()
'''


def run(command, runner, folder, names, environment):
    """What the programs print, by name; programs after which nothing came are left out."""
    command = [*command, str(runner), str(folder), *names]
    # A group of its own: what is stopped may have started others.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    try:
        output, _ = process.communicate(timeout=30 + len(names))
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        status = "timeout"
    output = re.sub(r" at 0x[0-9a-f]+", " at 0x...", "\n" + output.decode("utf-8", "replace"))
    results = {}
    for part in output.split("\nprogram ")[1:]:
        name, _, text = part.partition("\n")
        # The last of a process ends with one line end more.
        results[name] = text.rstrip("\n") + "\n"
    return results, status


def run_all(command, runner, folder, names, environment):
    """What each program prints; those that end the process are run alone."""
    results, status = run(command, runner, folder, names, environment)
    for name in names:
        if name not in results:
            alone, status = run(command, runner, folder, [name], environment)
            results[name] = alone.get(name, f"the process ended: {status}\n")
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", required=True)
    parser.add_argument("--kind", choices=["programs", "calls"], default="programs")
    parser.add_argument("--pitviper", required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("differences"))
    parser.add_argument("cpython", nargs="+")
    options = parser.parse_args()
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"}
    different = raised = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        runner = folder / "runner.py"
        runner.write_text(RUNNER, encoding="utf-8")
        for first in range(options.first, options.first + options.count, options.batch):
            count = min(options.batch, options.first + options.count - first)
            subprocess.run([options.make, options.kind, folder, str(first), str(count)], check=True)
            names = [str(seed) for seed in range(first, first + count)]
            ours = run_all([options.pitviper], runner, folder, names, environment)
            theirs = run_all(options.cpython, runner, folder, names, environment)
            for name in names:
                raised += "\nended by" in "\n" + theirs[name]
                if ours[name] != theirs[name]:
                    different += 1
                    options.keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(folder / f"{name}.py", options.keep)
                    (options.keep / f"{name}.pitviper").write_text(ours[name], encoding="utf-8")
                    (options.keep / f"{name}.cpython").write_text(theirs[name], encoding="utf-8")
                (folder / f"{name}.py").unlink()
    print(f"{options.count} programs, {raised} end by an exception, {different} differ")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
