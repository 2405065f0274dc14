# Every native module can be imported, and its types are whole.
import sys

for name in sys.builtin_module_names:
    module = __import__(name)
    for value in list(vars(module).values()):
        if isinstance(value, type):
            assert value.__mro__[-1] is object, value
            assert value.__name__ in repr(value), value
            dir(value)
print("all of them")
