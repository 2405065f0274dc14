from enum import Enum

try:
    class Color(Enum):
        RED = 1
        RED = 2
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
