# More than any machine has: an error, and the program goes on.
HUGE = 1 << 40
attempts = {
    "' ' * (1 << 40)": lambda: " " * (1 << 62 - 1),
    "text": lambda: "ab" * (1 << 61),
    "bytes": lambda: b" " * (1 << 61),
    "bytearray": lambda: bytearray(1 << 61),
    "list": lambda: [0] * (1 << 59),
    "tuple": lambda: (0,) * (1 << 59),
    "list of two": lambda: [0, 1] * (1 << 60),
    "shift": lambda: 1 << (1 << 42),
    "bytes()": lambda: bytes(1 << 61),
    "zfill": lambda: "1".zfill(1 << 61),
    "center": lambda: "1".center(1 << 61),
    "ljust": lambda: b"1".ljust(1 << 61),
    "join": lambda: ("x" * 1000).join(["y" * 1000] * 10) and " " * (1 << 61),
}
for name, attempt in attempts.items():
    try:
        attempt()
    except (MemoryError, OverflowError) as error:
        print(name, type(error).__name__, error)
    else:
        print(name, "worked")
x = [0]
try:
    x *= 1 << 59
except MemoryError:
    print("in place", x)
print(len([0] * 1000))
