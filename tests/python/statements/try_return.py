# try / finally with return, in functions.
def ret_try():
    try:
        return "try"
    finally:
        print("finally 1")


def ret_value_is_computed_first():
    x = 1
    try:
        return x
    finally:
        x = 2
        print("x is", x)


def ret_else():
    try:
        pass
    except ValueError:
        return "except"
    else:
        return "else"
    finally:
        print("finally 2")


def ret_except():
    try:
        raise ValueError("a")
    except ValueError as e:
        return str(e)
    finally:
        print("finally 3", "e" in locals())


def nested():
    try:
        try:
            return "inner"
        finally:
            print("inner finally")
    finally:
        print("outer finally")


def raise_in_finally_context():
    try:
        try:
            return 1 / 0
        finally:
            print("f")
            {}["k"]
    except KeyError as e:
        return repr(e), repr(e.__context__)


def mutable():
    items = [1]
    try:
        return items
    finally:
        items.append(2)


def loop_return():
    for i in range(3):
        try:
            if i == 1:
                return i
        finally:
            print("finally", i)


for f in (ret_try, ret_value_is_computed_first, ret_else, ret_except, nested,
          raise_in_finally_context, mutable, loop_return):
    print(f.__name__, f())
