# Files that are not granted, and names that no file has.
# ends: ok
for name in ("/etc/passwd", "x\0y", "", ".", "/", "\ud800", "x" * 100_000, b"\xff", 5.5, None, -1, 1 << 40, [], "/dev/zero", "/proc/self/mem", "../../../etc/shadow"):
    for mode in ("r", "rb", "rw", "", "q", "r" * 1000, "x\0"):
        if name in ("/dev/zero", "/proc/self/mem", "/etc/passwd", "/etc/shadow", "../../../etc/shadow") and mode not in ("rw", ""):
            try:
                f = open(name, mode)
                f.close()
            except (OSError, ValueError):
                pass
            continue
        try:
            open(name, mode)
        except (OSError, ValueError, TypeError, OverflowError):
            pass
