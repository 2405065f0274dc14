from dataclasses import dataclass

@dataclass
class Point:
    x: int
    y: int

try:
    Point(1)
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
