from enum import Enum

class Color(Enum):
    RED = 1

try:
    Color.RED = 2
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
