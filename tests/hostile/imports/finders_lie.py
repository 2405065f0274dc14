# Finders, specs and loaders that lie.
# ends: ok
import sys
from importlib.machinery import ModuleSpec
class F:
    def find_spec(self, name, path=None, target=None):
        if name == "liar":
            return result() if callable(result) else result
class L:
    def __init__(self, made, act): self.made, self.act = made, act
    def create_module(self, spec): return self.made
    def exec_module(self, module): self.act()
def vanish(): del sys.modules["liar"]
def swap(): sys.modules["liar"] = 5
sys.meta_path.insert(0, F())
for result in (5, None, object(), lambda: 1 / 0, ModuleSpec("liar", None), ModuleSpec("other", L(None, vanish)), ModuleSpec("liar", L(5, swap)), ModuleSpec("liar", L(None, swap)), ModuleSpec("liar", L("x", vanish)), ModuleSpec(5, L(None, vanish)), lambda: sys.meta_path.clear() or None, lambda: sys.modules.clear() if False else None):
    for source in ("import liar", "from liar import x", "from liar import *", "import liar.sub", "import liar as l"):
        sys.modules.pop("liar", None)
        try:
            exec(source)
        except (ImportError, AttributeError, TypeError, ZeroDivisionError, KeyError):
            pass
