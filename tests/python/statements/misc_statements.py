# pass, ellipsis, expression statements, semicolons, line joining, docstrings, del of builtin names.
"not a docstring"
pass; x = 1; y = 2; print(x, y)
if x: print("one line"); print("two")
total = 1 + \
    2 + \
    3
print(total, (1 +
              2), [
    1,
    2,
], {
    "a": 1,
})
...
5
"text"


def documented():
    """The docstring."""


def not_documented():
    "a" "b"
    return 1


def formatted():
    f"not {x} a docstring"


class Documented:
    """Class doc
        indented
    """


print(documented.__doc__, not_documented.__doc__, formatted.__doc__, repr(Documented.__doc__))
print(documented(), (lambda: ...)())
for _ in range(2): pass
while x < 3: x += 1; y += 1
print(x, y)


class Empty: ...


class OneLine: a = 1; b = a + 1


print(Empty().__class__.__name__, OneLine.b)
def one_line(a): return a * 2
print(one_line(4))
if True:
    if False:
        pass
    else:
	    print("tab indented after spaces")
print( [ 1 ,2 ] [ 0 ] , x . real , ( lambda  :5 ) ( ) , -  1 , "a"   "b" )
print((1,), (1), (), ((1, 2), 3))
a = b = c = 0
(a), (b) = 1, 2
[a, b] = [b, a]
print(a, b, c)
print(1_000_000, 0xFF_FF, 0b1010_1010, 0o7_7, 1_0.0_1, 1e1_0, 0_0)
é = "unicode names"
ﬁ = "normalised"
print(é, fi)
print(__name__, __doc__)
