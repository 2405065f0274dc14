from dataclasses import dataclass

try:
    @dataclass
    class C:
        items: list = []
except Exception as error:
    message = f"{type(error).__name__}: {error}"
raise SystemExit(message)
