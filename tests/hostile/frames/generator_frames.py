# Frames of generators cleared, kept, written to in every state.
# ends: ok
def g(x):
    try:
        y = [x]
        yield y
        yield x
    finally:
        x = None
kept = []
for step in range(4):
    i = g(step)
    f = i.gi_frame
    for n in range(step):
        next(i, None)
    for use in (lambda: f.f_locals.__setitem__("x", i), lambda: f.f_locals.__setitem__("y", f), lambda: f.clear(), lambda: f.f_lineno, lambda: f.f_locals.get("y"), lambda: setattr(f, "f_lineno", 3), lambda: next(i), lambda: i.throw(ValueError), lambda: i.close(), lambda: f.clear()):
        try:
            use()
        except (ValueError, RuntimeError, StopIteration, AttributeError):
            pass
    kept.append((i, f, f.f_locals))
kept.clear()
import gc
del i, f, use
gc.collect()
