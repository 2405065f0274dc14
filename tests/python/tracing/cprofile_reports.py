# `cProfile` and `pstats`; times are taken out.
import cProfile
import io
import os
import pstats
import re
import tempfile


def plain(text):
    return re.sub(r"\d+\.\d\d\d", "t", text)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work():
    fib(6)
    sorted([3, 1, 2])
    return ",".join(map(str, range(5)))


profile = cProfile.Profile()
print(profile.runcall(work))
for report in ("print_stats", "print_callers", "print_callees"):
    stream = io.StringIO()
    stats = pstats.Stats(profile, stream=stream).strip_dirs().sort_stats("name")
    getattr(stats, report)()
    print(plain(stream.getvalue()))

with cProfile.Profile() as other:
    fib(2)
handle, path = tempfile.mkstemp()
os.close(handle)
other.dump_stats(path)
loaded = pstats.Stats(path)
print(loaded.total_calls, loaded.prim_calls, sorted(place[2] for place in loaded.stats))
loaded.add(profile)
print(loaded.total_calls)
os.unlink(path)

stream = io.StringIO()
cProfile.runctx("fib(x)", globals(), {"x": 4}, path)
print(pstats.Stats(path).get_stats_profile().func_profiles["fib"].ncalls)
os.unlink(path)

try:
    cProfile.Profile().runcall(fib, "x")
except TypeError as error:
    print(error)
profile = cProfile.Profile()
profile.run("1 + 1")
print(sorted(place[2] for place in profile.stats) if hasattr(profile, "stats") else "not summed up yet")
profile.create_stats()
print(sorted(place[2] for place in profile.stats))
