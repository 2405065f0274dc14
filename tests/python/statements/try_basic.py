# try / except / else / finally: which parts run, in which order.
def run(action):
    log = []
    try:
        log.append("try")
        action()
        log.append("end")
    except KeyError as e:
        log.append(f"key {e}")
    except (ValueError, TypeError) as e:
        log.append(f"{type(e).__name__} {e}")
    except ArithmeticError:
        log.append("arithmetic")
    else:
        log.append("else")
    finally:
        log.append("finally")
    return log


def do_raise(e):
    def f():
        raise e
    return f


print(run(lambda: None))
print(run(do_raise(KeyError("k"))))
print(run(do_raise(ValueError("v"))))
print(run(do_raise(TypeError("t"))))
print(run(do_raise(ZeroDivisionError)))
print(run(do_raise(OverflowError())))
try:
    print(run(do_raise(IndexError("not handled"))))
except LookupError as e:
    print("outside", repr(e))

# the name is gone after the block, also when it was there before
e = "before"
try:
    raise ValueError
except ValueError as e:
    pass
print("e" in globals())

# an error in else is not caught by the same statement; finally runs
try:
    try:
        pass
    except ZeroDivisionError:
        print("never")
    else:
        1 / 0
    finally:
        print("inner finally")
except ZeroDivisionError as err:
    print("outer", err)

# bare except, PEP 758 without parentheses
try:
    raise SystemExit(3)
except:
    print("bare")
try:
    {}["x"]
except IndexError, KeyError:
    print("without parentheses")

# except clauses are evaluated in order, only until one matches
def clause(name, kind):
    print("evaluating", name)
    return kind


try:
    raise IndexError
except clause("first", KeyError):
    print("no")
except clause("second", LookupError):
    print("yes")
except clause("third", IndexError):
    print("no")

# what is not an exception class cannot be matched against
try:
    try:
        raise ValueError("x")
    except 5:
        pass
except TypeError as err:
    print(err, "|", repr(err.__context__))
