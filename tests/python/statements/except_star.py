# except*: splitting groups, several clauses, reraising, nesting.
def run(exc, *kinds):
    log = []
    try:
        try:
            raise exc
        except* ValueError as e:
            log.append(("value", repr(e)))
        except* (TypeError, KeyError) as e:
            log.append(("type or key", repr(e)))
        else:
            log.append("else")
        finally:
            log.append("finally")
    except BaseException as e:
        log.append(("left", repr(e)))
    for entry in log:
        print(" ", entry)


print("mixed")
run(ExceptionGroup("g", [ValueError(1), TypeError(2), OSError(3)]))
print("nested")
run(ExceptionGroup("g", [ExceptionGroup("h", [ValueError(1), KeyError("k")]), ValueError(2)]))
print("single")
run(ValueError("naked"))
print("none handled")
run(OSError("x"))
print("all handled")
run(ExceptionGroup("g", [ValueError(1)]))
try:
    try:
        pass
    except* ValueError:
        print("no")
    else:
        print("else")
finally:
    print("finally")

try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
except ExceptionGroup as e:
    print(repr(e), [repr(x.__context__) for x in e.exceptions])

try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as e:
        raise
except ExceptionGroup as e:
    print(repr(e))

try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* 5:
        pass
except TypeError as e:
    print(e)

for i in range(2):
    try:
        raise ExceptionGroup("loop", [ValueError(i), TypeError(i)])
    except* ValueError as e:
        print("v", e.exceptions)
    except* TypeError as e:
        print("t", e.exceptions)
try:
    raise BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(1)])
except* KeyboardInterrupt as e:
    print(repr(e))
except* ValueError as e:
    print(repr(e))
