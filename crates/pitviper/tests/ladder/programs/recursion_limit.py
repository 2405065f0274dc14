def down(n):
    return down(n + 1) + 1


def caught(n):
    try:
        return caught(n + 1)
    except RecursionError as error:
        return str(error)[:31]


try:
    down(0)
except RecursionError as error:
    print(str(error)[:31])
print(caught(0))


class Loop:
    def __repr__(self):
        return repr([self])


try:
    repr(Loop())
except RecursionError:
    print("repr")
