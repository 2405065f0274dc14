# assert with and without message.
def tries(*values):
    for v in values:
        try:
            assert v
        except AssertionError as e:
            print("failed:", repr(v), repr(e), e.args)
        else:
            print("held:", repr(v))


tries(1, 0, "", "x", [], [0], None)
try:
    assert False, "message"
except AssertionError as e:
    print(e, e.args)
try:
    assert 0, (1, 2)
except AssertionError as e:
    print(e, e.args)
try:
    assert 0, None
except AssertionError as e:
    print(e, e.args)


def message():
    print("message evaluated")
    return "computed"


assert True, message()
try:
    assert not True, message()
except AssertionError as e:
    print(e)
x = 5
assert x == 5 and x < 6, "fine"
try:
    assert x < 3 < 4
except AssertionError:
    print("chained")
print(__debug__)
keep, AssertionError_ = AssertionError, AssertionError
AssertionError = ValueError
try:
    assert False
except keep as e:
    print("the real one is raised", type(e).__name__)
