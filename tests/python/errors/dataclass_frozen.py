from dataclasses import dataclass

@dataclass(frozen=True)
class Point:
    x: int

try:
    Point(1).x = 2
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
