# The tree of builtin exceptions: bases, names, construction.
def show(kind, depth=0):
    print("  " * depth + kind.__name__)
    for sub in sorted(kind.__subclasses__(), key=lambda k: k.__name__):
        if sub.__module__ == "builtins":
            show(sub, depth + 1)


show(BaseException)
print(IOError is OSError, EnvironmentError is OSError)
print(issubclass(RecursionError, RuntimeError), issubclass(ModuleNotFoundError, ImportError),
      issubclass(UnicodeDecodeError, ValueError), issubclass(KeyboardInterrupt, Exception),
      issubclass(GeneratorExit, Exception), issubclass(StopIteration, Exception), issubclass(BlockingIOError, OSError))
for kind in (KeyError, ValueError, IndexError, StopIteration, SystemExit, OSError, MemoryError, NotImplementedError):
    print(kind.__name__, kind.__bases__[0].__name__, repr(kind()), repr(kind("a")), repr(kind("a", 1)), str(kind("a")), str(kind("a", 1)), repr(str(kind())))
try:
    raise KeyboardInterrupt
except Exception:
    print("no")
except BaseException as e:
    print(repr(e))
