from enum import Enum

class Color(Enum):
    RED = 1
    BLUE = 2

try:
    Color.RED < Color.BLUE
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
