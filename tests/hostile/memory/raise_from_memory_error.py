# Chains exceptions while there is no room.
# ends: ok
kept = []
def go(depth):
    try:
        while True:
            kept.append([None] * 100)
    except MemoryError as error:
        if depth:
            try:
                go(depth - 1)
            finally:
                raise ValueError(depth) from error
        raise
try:
    go(20)
except (ValueError, MemoryError) as error:
    n = 0
    while error is not None:
        n += 1
        error = error.__cause__ or error.__context__
assert n >= 1
kept.clear()
