#!/usr/bin/env python3
"""Runs modules of CPython's own test suite, unmodified, and writes what fails and why.

usage: tests/cpython.py --python EXE --lib DIR --ref JSON [--reasons FILE] [--output FILE] [MODULE...]

DIR holds CPython's `test` package alone; JSON says which tests pass on CPython. A test is lost when it passes there and
not here, be it that it fails, is skipped or never runs. Each module runs twice: as it is, and with the interpreter
calling itself CPython, so that tests marked as CPython's own details run too, and PYTHONHOME set, so that test.support
starts interpreters that see PYTHONPATH, and with it the `test` package. Every loss needs a reason in FILE (a JSON
object of test, or pattern of tests, and reason): without one, or with one for a test that passes, the status is 1.
"""

import argparse
import concurrent.futures
import fnmatch
import json
import os
import resource
import signal
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = ["test_gc", "test_weakref", "test_finalization", "test_generators", "test_threading", "test_sys"]
BYTES = 4 << 30
# The worst of what a test came to counts.
RANKS = ["ok", "skip", "xfail", "started", "xpass", "fail", "error"]

# Runs in the interpreter under test; a line for each thing that happens to a test.
CHILD = '''
import sys
import unittest

path, name, unlocked = sys.argv[1:]
if unlocked:
    sys.implementation.name = "cpython"
    import platform
    platform.python_implementation = lambda: "CPython"
report = open(path, "w", buffering=1, encoding="utf-8")


class Result(unittest.TextTestResult):
    def note(self, status, test):
        print(status, getattr(test, "test_case", test).id(), file=report)

    def startTest(self, test):
        self.note("started", test)
        super().startTest(test)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.note("fail", test)
        super().addSubTest(test, subtest, error)


def noting(method, status):
    original = getattr(Result, method)

    def add(self, test, *details):
        self.note(status, test)
        original(self, test, *details)
    setattr(Result, method, add)


for pair in {"addSuccess": "ok", "addSkip": "skip", "addFailure": "fail", "addError": "error",
             "addExpectedFailure": "xfail", "addUnexpectedSuccess": "xpass"}.items():
    noting(*pair)
runner = unittest.TextTestRunner(resultclass=Result, verbosity=2)
result = unittest.main(module=None, argv=["unittest", "test." + name], testRunner=runner, exit=False)
print("end", "", file=report)
'''


def limit():
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(arguments, name, unlocked):
    """What each test came to, and how the process ended when it did not end well."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report")
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "TERM": "dumb",
                       "PYTHONPATH": arguments.lib, "PYTHONDONTWRITEBYTECODE": "1"}
        if unlocked:
            environment["PYTHONHOME"] = folder
        command = [os.path.abspath(arguments.python), "-c", CHILD, report, name, "1" if unlocked else ""]
        log = os.path.join(arguments.logs, name + (".unlocked" if unlocked else "") + ".log")
        with open(log, "wb") as output:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT, preexec_fn=limit)
            try:
                process.wait(arguments.timeout)
                ended = "" if process.returncode >= 0 else signal.Signals(-process.returncode).name
            except subprocess.TimeoutExpired:
                ended = "timeout"
            # Also what the tests left running.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        statuses = {}
        complete = False
        if os.path.exists(report):
            with open(report, encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    status, _, test = line.rstrip("\n").partition(" ")
                    if status == "end":
                        complete = True
                    elif statuses.get(test) in (None, "started") or RANKS.index(status) > RANKS.index(statuses[test]):
                        statuses[test] = status
        return statuses, ended or ("" if complete else "ended early")


WORDS = {"ok": "passes", "skip": "skipped", "xfail": "fails as expected", "started": "did not end", "xpass": "passes",
         "fail": "fails", "error": "raises", None: "not run"}


class Reasons:
    """The table of reasons, and which of it was used."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.table = json.load(file)
        self.used = set()

    def find(self, test):
        short = test.removeprefix("test.")
        for pattern, reason in self.table.items():
            if fnmatch.fnmatchcase(short, pattern):
                self.used.add(pattern)
                return reason
        return None


def describe(name, reference, plain, unlocked, reasons, problems):
    """A module's row of the table, and its section."""
    wanted = [test for test, status in reference.items() if status == "ok"]
    (found, ended), (found_unlocked, ended_unlocked) = plain, unlocked
    lost = [test for test in wanted if found.get(test) != "ok"]
    details = [test for test in lost if found.get(test) == "skip" and found_unlocked.get(test) == "ok"]
    rest = [test for test in lost if test not in details]
    row = (f"| `{name}` | {len(wanted)} | {len(wanted) - len(lost)} | "
           f"{sum(found_unlocked.get(test) == 'ok' for test in wanted)} |")
    section = [f"## `{name}`", ""]
    for how, where in ((ended, "the run"), (ended_unlocked, "the run as CPython")):
        if how:
            problems.append(f"{name}: {where}: {how}")
            section += [f"Not complete, {where}: {how}.", ""]
    if details:
        section += ["Skipped because marked as details of CPython; they pass when the interpreter calls itself CPython:",
                    "", *(f"- `{test.removeprefix(f'test.{name}.')}`" for test in details), ""]
    if rest:
        section += ["| Test | Here | As CPython | Reason |", "|---|---|---|---|"]
        for test in rest:
            reason = reasons.find(test)
            if reason is None:
                problems.append(f"{test}: {WORDS[found.get(test)]}, no reason given")
            section.append(f"| `{test.removeprefix(f'test.{name}.')}` | {WORDS[found.get(test)]} | "
                           f"{WORDS[found_unlocked.get(test)]} | {reason or 'none given'} |")
        section.append("")
    if not lost:
        section += ["Everything that passes on CPython passes.", ""]
    return row, section


HEAD = """\
# CPython's own tests

Modules of the test suite of {version}, unmodified, under the library's `unittest`. Made by `tests/cpython.py`;
do not edit: reasons are in `tests/cpython_losses.json`.

"Here" counts what passes of the tests that pass on CPython. "As CPython" counts the same while the interpreter says that
its name is `cpython`, which runs what the suite marks as details of CPython, and while `PYTHONHOME` is set: then the tests
do not isolate the interpreters that they start, which find the `test` package on `PYTHONPATH`.

| Module | CPython | Here | As CPython |
|---|---|---|---|
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", default=MODULES, metavar="MODULE")
    parser.add_argument("--python", required=True)
    parser.add_argument("--lib", required=True)
    parser.add_argument("--ref", required=True)
    parser.add_argument("--reasons", default=os.path.join(HERE, "cpython_losses.json"))
    parser.add_argument("--output", default=os.path.join(HERE, "..", "docs", "conformance.md"))
    parser.add_argument("--logs", help="a folder to keep what the tests print")
    parser.add_argument("--timeout", type=int, default=600, help="seconds for a module")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    arguments.lib = os.path.abspath(arguments.lib)
    with open(arguments.ref, encoding="utf-8") as file:
        reference = json.load(file)
    reasons, problems = Reasons(arguments.reasons), []
    with tempfile.TemporaryDirectory() as logs, concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        arguments.logs = arguments.logs or logs
        os.makedirs(arguments.logs, exist_ok=True)
        runs = [(name, pool.submit(run, arguments, name, False), pool.submit(run, arguments, name, True))
                for name in arguments.modules]
        described = [describe(name, reference["modules"][name]["tests"], plain.result(), unlocked.result(), reasons,
                              problems) for name, plain, unlocked in runs]
    rows = [row for row, _ in described]
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(HEAD.format(version=reference["python"]) + "\n".join(rows) + "\n\n")
        file.write("\n".join(line for _, section in described for line in section).rstrip("\n") + "\n")
    print("\n".join(rows))
    if arguments.modules == MODULES:
        problems += [f"{pattern}: has a reason, but nothing is lost" for pattern in reasons.table
                     if pattern not in reasons.used]
    for problem in problems:
        print(problem)
    raise SystemExit(1 if problems else 0)


main()
