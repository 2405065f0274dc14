def fail(kinds):
    raise ExceptionGroup("several", [kind(str(number)) for number, kind in enumerate(kinds)])


try:
    fail([ValueError, TypeError, KeyError, ValueError])
except* ValueError as group:
    print("values", [str(error) for error in group.exceptions])
except* (TypeError, KeyError) as group:
    print("others", repr(group))
group = ExceptionGroup("outer", [ExceptionGroup("inner", [OSError(2, "gone")]), ValueError(1)])
matched, rest = group.split(OSError)
print(matched, rest, group.derive([TypeError()]))
try:
    try:
        raise group
    except* OSError:
        raise LookupError("from handler")
except ExceptionGroup as error:
    print(error.message, [type(each).__name__ for each in error.exceptions])
