# Attributes of sys replaced, deleted, lied about.
# ends: ok
import sys
names = ["stdout", "stderr", "stdin", "path", "meta_path", "path_hooks", "path_importer_cache", "displayhook", "excepthook", "unraisablehook", "warnoptions", "flags", "implementation", "version_info", "maxsize", "argv", "_xoptions", "last_exc", "audit", "intern", "getrecursionlimit", "tracebacklimit", "dont_write_bytecode", "builtin_module_names", "__stdout__", "breakpointhook", "ps1"]
for name in names:
    had = name in vars(sys)
    old = vars(sys).get(name)
    for value in (None, 5, "x", [], lambda *a: 1 / 0, object()):
        setattr(sys, name, value)
        for source in ("import html.entities", "raise ValueError", "breakpoint()", "import warnings; warnings.warn('x')", "input()" if name == "stdin" else "1"):
            try:
                exec(source)
            except BaseException:
                pass
        sys.modules.pop("html.entities", None)
    if had:
        setattr(sys, name, old)
    else:
        delattr(sys, name)
