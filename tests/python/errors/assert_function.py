def check(items):
    assert len(items) > 0, "empty"
    return items[0]

check([])
