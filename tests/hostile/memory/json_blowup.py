# json of what shares its parts: small in memory, huge as text.
# ends: ok
import json
x = ["text"] * 10
for i in range(12):
    x = [x] * 10
for make in (lambda: json.dumps(x), lambda: repr(x), lambda: str({1: x})):
    try:
        make()
    except MemoryError:
        pass
    else:
        raise AssertionError
