from dataclasses import dataclass

try:
    @dataclass
    class C:
        a: int = 1
        b: int
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
