"""What sessions use: sys.displayhook, code compiled as single statements, and what sys says of the command line."""
import builtins
import sys

for source in ["1 + 1", "None", "'text'", "x = 3", "for i in range(2): i\n"]:
    exec(compile(source, "<typed>", "single"))
print(builtins._)
seen = []
sys.displayhook = seen.append
exec(compile("40 + 2; 'more'", "<typed>", "single"))
print(seen)
sys.displayhook = sys.__displayhook__
print(hasattr(sys, "ps1"), sys.warnoptions, sys._xoptions, sys.flags.inspect, sys.flags.interactive)
print(len(sys.orig_argv) >= 2, sys.flags.dev_mode, sys.flags.bytes_warning, sys.pycache_prefix)
