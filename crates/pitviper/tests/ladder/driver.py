# Runs before and after each attempt, while no allocation fails; see child.rs.
import gc
import io
import sys


class Ladder:
    fresh = False
    expected = None
    varies = False
    counts = False

    def before(self):
        # What the program before left behind may have finalizers that print.
        sys.stdout = sys.stderr = io.StringIO()
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit(1000)
        for name in ("last_exc", "last_type", "last_value", "last_traceback"):
            if hasattr(sys, name):
                delattr(sys, name)
        if self.fresh:
            for name in set(sys.modules) - self.modules:
                del sys.modules[name]
        gc.callbacks.clear()
        gc.unfreeze()
        gc.enable()
        gc.set_threshold(2000, 10, 10)
        gc.collect()
        sys.stdout, sys.stderr = io.StringIO(), io.StringIO()

    def texts(self):
        texts = sys.stdout.getvalue(), sys.stderr.getvalue()
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        return texts

    def learn(self, code):
        out, err = self.texts()
        if self.expected not in (None, (code, out)):
            self.varies = True
        self.expected = code, out

    def same(self, code, out):
        expected = self.expected
        if code != expected[0]:
            return False
        if self.counts:
            # It shows numbers of objects, which depend on what ran before.
            digits = str.maketrans("", "", "0123456789")
            return out.translate(digits) == expected[1].translate(digits)
        return self.varies or out == expected[1]

    def after(self, code, strict):
        out, err = self.texts()
        probe()
        if "MemoryError" in err or "MemoryError" in out:
            return 1
        if not strict and code:
            return 1
        if self.same(code, out):
            return 0
        if strict:
            sys.__stderr__.write(f"--- status {code}, output\n{out}--- instead of\n{self.expected[1]}--- errors\n{err}---\n")
            return 10
        return 1


class Point:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return self.x == other.x

    def __hash__(self):
        return hash(self.x)


def points(count):
    for number in range(count):
        yield Point(number)


def probe():
    names = {point: str(point.x) for point in points(20)}
    assert names[Point(7)] == "7"
    assert sorted(names.values(), key=int)[-1] == "19"
    try:
        raise KeyError("k")
    except KeyError as error:
        assert error.args == ("k",)
    assert f"{3.5:>6.2f}|{10**20 // 3:x}" == "  3.50|1ce97ca0f21055555"
    space = {}
    exec("class C:\n def f(self, x): return [x * 2, *self]\n def __iter__(self): yield 1\nr = C().f(21)", space)
    assert space["r"] == [42, 1]
    assert "a-b-c".split("-") == ["a", "b", "c"]


ladder = sys.ladder = Ladder()
ladder.modules = set(sys.modules)
