# sys.modules filled with nonsense, emptied, replaced.
# ends: ok
import sys
saved = dict(sys.modules)
class M:
    __path__ = 5
    __all__ = [1, "missing", "x"]
    def __getattr__(self, name): raise ValueError if name == "x" else AttributeError
for value in (None, 5, "x", M(), [], type, object()):
    sys.modules["json"] = sys.modules["encodings"] = sys.modules["re"] = sys.modules["collections"] = value
    for source in ("import json", "from json import loads", "import json.decoder", "from json import *", "'x'.encode('cp500')", "import encodings.cp500", "b'x'.decode('hex')", "from . import x", "from .. import y"):
        try:
            exec(source, {"__name__": "json.x", "__package__": "json"})
        except (ImportError, AttributeError, TypeError, ValueError, LookupError, SystemError, KeyError):
            pass
    sys.modules.update(saved)
for modules in ({}, 5, None, []):
    sys.modules = modules
    try:
        import collections
    except (ImportError, TypeError, AttributeError, KeyError, RuntimeError):
        pass
sys.modules = saved
