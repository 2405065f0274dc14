# super: without and with arguments, in all kinds of methods, in multiple inheritance, errors.
class Base:
    attr = "base attr"

    def __init__(self, *args, **kw):
        print("Base init", args, kw)

    def m(self):
        return "Base.m"

    @classmethod
    def c(cls):
        return f"Base.c {cls.__name__}"

    @staticmethod
    def s():
        return "Base.s"

    @property
    def p(self):
        return "Base.p"


class Left(Base):
    def __init__(self, left=0, **kw):
        print("Left init", left)
        super().__init__(**kw)

    def m(self):
        return "Left.m " + super().m()


class Right(Base):
    def __init__(self, right=0, **kw):
        print("Right init", right)
        super().__init__(**kw)

    def m(self):
        return "Right.m " + super().m()


class Both(Left, Right):
    attr = "both attr"

    def __init__(self):
        super().__init__(left=1, right=2)

    def m(self):
        return "Both.m " + super(Both, self).m()

    @classmethod
    def c(cls):
        return "Both.c " + super().c()

    @staticmethod
    def s():
        return "Both.s " + super(Both, Both).s()

    @property
    def p(self):
        return "Both.p " + super().p

    def attrs(self):
        return super().attr, self.attr

    def nested(self):
        def inner():
            return super(Both, self).m()
        return inner()

    def comp(self):
        return [super(Both, self).m() for _ in range(1)][0], __class__.__name__


b = Both()
print(b.m(), "|", b.c(), "|", Both.c(), "|", b.s(), "|", b.p, "|", b.attrs(), "|", b.nested(), b.comp())
print(super(Left, b).m(), super(Right, b).m(), super(Left, Both).m(b))
s = super(Both, b)
print(s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__, type(s).__name__)
print(repr(super(Both, Both)), repr(super(Both)))
try:
    super(Both, b).missing
except AttributeError as e:
    print(e)
try:
    super(Both, 5)
except TypeError as e:
    print(e)
try:
    super(5, b)
except TypeError as e:
    print(e)
try:
    s.m = 1
except AttributeError as e:
    print(e)


def plain():
    super()


def one_argument(x):
    super().y


class Deleted:
    def m(self):
        del self
        super().m()

    def no_args():
        super()


for f in (plain, lambda: one_argument(1), Deleted().m, Deleted.no_args):
    try:
        f()
    except RuntimeError as e:
        print(e)


class Over(Base):
    def __init__(self):
        self.log = []

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        self.__dict__["last"] = name

    def __getattribute__(self, name):
        if name == "magic":
            return "from getattribute"
        return super().__getattribute__(name)

    def __repr__(self):
        return f"Over {super().__repr__()[:10]}"


o = Over()
o.x = 1
print(o.last, o.magic, o.x, repr(o))
