# Coroutines that die without having run.
import sys
import warnings


def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message, lineno)


def report(info):
    print("unraisable", info.exc_type.__name__, info.exc_value)


warnings.showwarning = show
sys.unraisablehook = report
warnings.simplefilter("always")


class Egg:
    async def hatch(self):
        pass


async def spam():
    pass


def drop():
    spam()


drop()
waiting = Egg().hatch()
del waiting
spam().close()
try:
    spam().throw(ValueError)
except ValueError:
    print("thrown")
try:
    spam().send(None)
except StopIteration:
    print("ran")
renamed = spam()
renamed.__qualname__ = "ham"
del renamed
warnings.simplefilter("error")
spam()
warnings.simplefilter("ignore")
spam()
with warnings.catch_warnings(record=True, action="always") as caught:
    spam()
print([(str(each.message), type(each.source).__name__) for each in caught])
