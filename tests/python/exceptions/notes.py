# add_note and __notes__.
e = ValueError("v")
print(hasattr(e, "__notes__"))
e.add_note("first")
e.add_note("second\nwith a line")
print(e.__notes__, str(e), repr(e))
try:
    e.add_note(5)
except TypeError as err:
    print(err)
try:
    try:
        raise KeyError("k")
    except KeyError as k:
        k.add_note("added on the way")
        raise
except KeyError as k:
    print(k.__notes__)
e.__notes__ = "not a list"
try:
    e.add_note("x")
except TypeError as err:
    print(err)
del e.__notes__
e.add_note("again")
print(e.__notes__)
g = ExceptionGroup("g", [ValueError(1), TypeError(2)])
g.add_note("note on the group")
match_, rest = g.split(ValueError)
print(match_.__notes__, rest.__notes__, match_.__notes__ is g.__notes__)
