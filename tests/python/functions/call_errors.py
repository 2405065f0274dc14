# Messages for calls with wrong arguments.
def f0(): pass
def f1(a): pass
def f2(a, b): pass
def f3(a, b, c=1): pass
def fk(*, a, b, c): pass
def fpos(a, b, /, c): pass
def fdef(a=1): pass
def fmany(a, b, c, d): pass
def fstar(a, *args): pass
def fkw(a, **kw): pass
def fposkw(a, /, **kw): return a, kw


def t(source):
    try:
        print(source, "->", eval(source))
    except TypeError as e:
        print(source, "->", e)


for s in ["f0(1)", "f0(1, 2)", "f0(x=1)", "f0(*[1, 2, 3])", "f1()", "f1(1, 2)", "f1(b=1)", "f1(1, a=2)",
          "f1(1, b=2)", "f2()", "f2(1)", "f2(b=1)", "f2(1, 2, 3)", "f2(a=1)", "f2(1, 2, c=3)", "f3()",
          "f3(1, 2, 3, 4)", "f3(1, 2, 3, d=4)", "fk()", "fk(a=1)", "fk(a=1, b=2)", "fk(1, a=1, b=2, c=3)",
          "fk(1, 2)", "fpos(a=1, b=2, c=3)", "fpos(1, b=2, c=3)", "fpos(1)", "fpos(1, 2)", "fdef(1, 2)",
          "fdef(1, 2, 3)", "fdef(b=1)", "fmany()", "fmany(1)", "fmany(1, 2, 3)", "fstar()", "fstar(b=1)",
          "fkw()", "fkw(1, a=2)", "fkw(1, 2, b=3)", "fposkw(1, a=2)", "fposkw(a=2)",
          "f1(**{'a': 1}, **{'a': 2})", "fkw(1, **{'b': 1}, **{'b': 2})", "fkw(1, b=1, **{'b': 2})",
          "fkw(**{1: 2})", "fkw(*5)", "fkw(**5)", "fkw(1, *None)", "(lambda x: 0)()", "__name__()", "__doc__()",
          "f1(**{'a': 1, 2: 3})", "fk(1, a=1, b=1)"]:
    t(s)


class C:
    def m(self, a): pass

    @staticmethod
    def s(a): pass

    @classmethod
    def c(cls, a): pass

    def none(): pass

    def __init__(self, x=0): pass


for s in ["C().m()", "C().m(1, 2)", "C.m()", "C.m(1)", "C().s()", "C().c()", "C.c(1, 2)", "C().none()",
          "C(1, 2)", "C(y=1)", "C().m(a=1, b=2)", "object(1)", "C()()"]:
    t(s)
