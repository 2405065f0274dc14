# What sys is asked: sizes, limits, hooks, what there is nothing of.
import sys

def fails(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except BaseException as error:
        print(type(error).__name__, error)

class Sized:
    def __init__(self, size):
        self.size = size
    def __sizeof__(self):
        return self.size

for size in 5, -1, "x", 2 ** 70:
    fails(lambda: type(sys.getsizeof(Sized(size))))
fails(sys.getsizeof, Sized("x"), 7)
print(sys.getsizeof([1] * 1000) > 8000, sys.getsizeof("x" * 1000) >= 1000)
print(type(sys.getallocatedblocks()), sys.getunicodeinternedsize() > sys.getunicodeinternedsize(_only_immortal=True))

fails(sys.setrecursionlimit, -1)
fails(sys.setrecursionlimit, "x")
fails(sys.setrecursionlimit, 2 ** 40)
fails(sys.setswitchinterval, 0)
fails(sys.setswitchinterval, "x")
before = sys.getswitchinterval()
sys.setswitchinterval(0.25)
print(before, sys.getswitchinterval())
sys.setswitchinterval(before)
fails(sys._getframe, "x")
fails(sys._getframe, 10 ** 9)
print(sys._getframemodulename(), sys._getframemodulename(99))
fails(sys.call_tracing, len, 3)
print(sys.call_tracing(max, (3, 7)))
fails(sys.activate_stack_trampoline, 3)
print(sys.is_stack_trampoline_active(), sys.deactivate_stack_trampoline(), sys._jit.is_enabled(), sys._jit.is_active())
flags = sys.getdlopenflags()
sys.setdlopenflags(flags + 1)
print(sys.getdlopenflags() - flags)
fails(sys.exit, (1,))
fails(sys.exit, (1, 2))
fails(type(sys.flags).__new__, type(sys.flags))
fails(type(sys.version_info))
fails(sys.unraisablehook, 3)
fails(sys.intern, 3)
fails(sys._is_interned, 3)
fails(sys.remote_exec, "x", "y")
fails(sys.set_coroutine_origin_tracking_depth, -1)

seen = []
class Broken:
    def __del__(self):
        raise ValueError("in del")
sys.unraisablehook = seen.append
x = Broken()
del x
sys.unraisablehook = sys.__unraisablehook__
args = seen.pop()
print(type(args), len(args), args.exc_type, args.exc_value, args.object, args.err_msg.split(" at ")[0][:60])

async def coroutine():
    pass

def make(depth):
    sys.set_coroutine_origin_tracking_depth(depth)
    made = coroutine()
    sys.set_coroutine_origin_tracking_depth(0)
    origin = made.cr_origin
    made.close()
    return origin and [(line, name) for file, line, name in origin]

print(make(0), make(1), make(2), make(9))
print(sys.get_coroutine_origin_tracking_depth(), coroutine.__name__)

def deep(n):
    return deep(n + 1)

for limit in 80, 200:
    sys.setrecursionlimit(limit)
    try:
        deep(0)
    except RecursionError as error:
        print(limit, error)
sys.setrecursionlimit(1000)
