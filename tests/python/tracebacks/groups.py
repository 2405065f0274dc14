# An exception group with nested groups, causes and notes.
def fail(kind, message):
    raise kind(message)


def collect(*kinds):
    found = []
    for kind in kinds:
        try:
            fail(kind, f"from {kind.__name__}")
        except Exception as e:
            found.append(e)
    return found


inner = ExceptionGroup("inner", collect(KeyError, IndexError))
inner.add_note("a note on the inner group")
errors = collect(ValueError)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise TypeError("caused") from e
except TypeError as e:
    errors.append(e)
raise ExceptionGroup("outer", errors + [inner, OSError("never raised")])
