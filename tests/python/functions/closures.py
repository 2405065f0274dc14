# Closures: cells shared, nested several levels, in loops, in classes, deleted and unbound.
def counter(start=0):
    n = start

    def up(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    def reset():
        nonlocal n
        n = start
    return up, get, reset


up, get, reset = counter(5)
print(up(), up(10), get())
reset()
print(get(), up.__closure__[0] is get.__closure__[0])
up2, get2, _ = counter()
up2()
print(get(), get2())


def levels(a):
    def l1(b):
        def l2(c):
            def l3(d):
                return a, b, c, d
            return l3
        return l2
    return l1


print(levels(1)(2)(3)(4))


def before_assignment():
    def inner():
        return value
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    value = "now"
    return inner()


print(before_assignment())


def argument_cell(x, *args, y=1, **kw):
    def inner():
        return x, args, y, kw
    x += 1
    args += (9,)
    return inner


print(argument_cell(1, 2, y=3, z=4)())


def cell_api():
    v = 1

    def f():
        return v
    cell = f.__closure__[0]
    del v
    try:
        cell.cell_contents
    except ValueError as e:
        print(e)
    cell.cell_contents = 7
    return f()


print(cell_api())


def in_loop():
    fs = []
    for i in range(3):
        def f(j=i):
            return i, j
        fs.append(f)
    return [f() for f in fs]


print(in_loop())


def class_closure(v):
    class C:
        attr = v

        def m(self):
            return v, __class__.__name__
    return C


print(class_closure(3)().m(), class_closure(4).attr)


def recursive():
    def fact(n):
        return 1 if n < 2 else n * fact(n - 1)
    return fact


print(recursive()(10))


def mutual():
    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)
    return even


print(mutual()(10), mutual()(7))
compose = lambda *fs: lambda x: compose(*fs[:-1])(fs[-1](x)) if fs else x
print(compose(lambda x: x + 1, lambda x: x * 2)(5))
Cell = type(up.__closure__[0])
a, b = Cell(1), Cell(2)
print(a < b, a == Cell(1), Cell(1) != Cell(), Cell.__name__)
