"""A call behind an annotated assignment that was one way of several to get there: found by fuzz/compare.py."""


def show(*values):
    print(*values)


kind = 3
match kind:
    case str():
        show("text", kind)
    case _:
        noted: int = len("abc")
if noted > 2:
    show("a", "b")

for number in range(3):
    if number % 2:
        odd: int = number
    show("number", number)

try:
    if noted:
        raised: str = "x"
    raise UnicodeDecodeError("utf-8", b"by\x00", 1, 2, "made")
except UnicodeDecodeError as error:
    show(error)
print(sorted(__annotate__(1)))
