# Proxies pass operators on; pow() with three operands too. What references say of themselves.
import re
import weakref


class Number:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value

    def __pow__(self, other, modulus=None):
        return f"pow {self.value} {int(other)} {modulus if modulus is None else int(modulus)}"

    def __rpow__(self, other, modulus=None):
        return f"rpow {self.value} {int(other)} {modulus if modulus is None else int(modulus)}"


class Whole(int):
    def __rpow__(self, other, modulus=None):
        return f"rpow {int(self)} {other} {modulus}"


number, two = Number(7), Number(2)
proxy = weakref.proxy(number)
print(pow(proxy, 3, 5), pow(proxy, weakref.proxy(two), proxy), proxy ** 2)
print(pow(2, number, 5), pow(2, proxy, 5), pow(2, Whole(3), 5))
del number
for use in (lambda: pow(proxy, 2, 3), lambda: pow(two, 2, proxy), lambda: proxy + 1):
    try:
        print(use())
    except ReferenceError as error:
        print(error)


class Sly:
    def __getattr__(self, name):
        raise KeyError(name)


class Outer:
    class Inner:
        pass


def function():
    pass


def shown(value):
    return re.sub("0x[0-9a-f]+", "0x", repr(value))


sly, inner = Sly(), Outer.Inner()
for target in (sly, inner, function, Outer, re):
    print(shown(weakref.ref(target)))
Outer.Inner.__module__ = "elsewhere"
print(shown(weakref.ref(inner)))
print(shown(weakref.ref(Sly())))
