def third():
    return 1 / 0


def second():
    try:
        third()
    except ZeroDivisionError:
        raise RuntimeError("while handling", [1, 2])


def first():
    second()


first()
