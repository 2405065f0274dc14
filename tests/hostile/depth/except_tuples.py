# except with nested tuples.
# ends: ok
t = (ValueError,)
for i in range(100):
    t = (t,)
try:
    try:
        raise KeyError
    except t:
        pass
except (TypeError, KeyError):
    pass
