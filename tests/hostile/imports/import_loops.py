# Modules that import one another and themselves while they are made.
# ends: ok
import sys
from importlib.machinery import ModuleSpec
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("loop"):
            return ModuleSpec(name, self)
    def create_module(self, spec): return None
    def exec_module(self, module):
        n = int(module.__name__[4:])
        exec(f"import loop{(n + 1) % 5}\nfrom loop{(n + 2) % 5} import *\nimport {module.__name__}\nx = {n}", module.__dict__)
sys.meta_path.insert(0, Finder())
import loop0, loop3
assert loop0.x == 0
class Deep(Finder):
    def exec_module(self, module):
        n = int(module.__name__[4:])
        exec(f"import loop{n + 1}", module.__dict__)
sys.meta_path[0] = Deep()
try:
    import loop100
except (RecursionError, ImportError):
    pass
