# Deletes every global, builtin and module attribute before the end.
# ends: ok
import sys, gc
class C:
    def __del__(self):
        try:
            print
        except NameError:
            pass
c = C()
for name in list(sys.modules):
    m = sys.modules.get(name)
    if name not in ("sys", "builtins", "__main__", "gc") and hasattr(m, "__dict__"):
        m.__dict__.clear()
gc.collect()
sys.modules.clear()
globals().clear()
