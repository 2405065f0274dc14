# Leaves, kills, forks and replaces the host's process.
# ends: ok
import sys
try:
    import os
except ImportError:
    os = None
for use in (lambda: os.getpid(), lambda: os.listdir("/nonexistent"), lambda: os.environ.get("HOME"), lambda: os.chdir("/nonexistent"), lambda: os.execv("/nonexistent", ["x"]), lambda: os.spawnv(0, "/nonexistent", ["x"]), lambda: os.close(1 << 30), lambda: os.read(1 << 30, 1), lambda: os.dup2(1 << 30, 1 << 29)):
    try:
        use()
    except (OSError, AttributeError, ImportError, OverflowError):
        pass
