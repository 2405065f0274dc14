from dataclasses import dataclass

@dataclass
class Point:
    x: int

try:
    Point(1) < Point(2)
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
