"""Compiled code beside sources: written, used, refreshed, refused."""
import os
import sys
import tempfile

sys.dont_write_bytecode = False
folder = tempfile.mkdtemp()
sys.path.insert(0, folder)


def write(name, text):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)


def fresh(name):
    sys.modules.pop(name, None)
    return __import__(name)


def stem(path):
    return os.path.basename(path).split(".")[0]


write("grass.py", "colour = 'green'\n")
first = fresh("grass")
print(first.colour, stem(first.__file__), stem(first.__cached__), os.path.isfile(first.__cached__))
print(first.__cached__ == os.path.join(folder, "__pycache__", f"grass.{sys.implementation.cache_tag}.pyc"))
with open(first.__cached__, "rb") as file:
    good = file.read()
print(int.from_bytes(good[4:8], "little"), int.from_bytes(good[12:16], "little"))

# The cache is what runs, as long as time and size fit.
stamp = os.stat(first.__file__)
write("grass.py", "colour = 'brown'\n")
os.utime(first.__file__, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
print(fresh("grass").colour)
write("grass.py", "colour = 'yellow'\n")
print(fresh("grass").colour)

# A damaged one is compiled anew.
for damage in [b"", b"x", good[:20], good[:-1], good[:-1] + bytes([good[-1] ^ 1])]:
    with open(first.__cached__, "wb") as file:
        file.write(damage)
    print(fresh("grass").colour, end=" ")
print()

# Without a source.
with open(first.__cached__, "rb") as file:
    good = file.read()
with open(os.path.join(folder, "alone.pyc"), "wb") as file:
    file.write(good)
alone = fresh("alone")
print(alone.colour, alone.__file__ == alone.__cached__)
for damage in [b"", b"nope, and more than enough bytes"]:
    with open(os.path.join(folder, "broken.pyc"), "wb") as file:
        file.write(damage)
    try:
        fresh("broken")
    except (ImportError, EOFError) as error:
        print(type(error).__name__, error)

# Nothing is written when nothing may be.
sys.dont_write_bytecode = True
write("dust.py", "colour = 'grey'\n")
print(fresh("dust").colour, os.path.isfile(fresh("dust").__cached__))
sys.dont_write_bytecode = False
sys.pycache_prefix = os.path.join(folder, "elsewhere")
write("leaf.py", "colour = 'red'\n")
print(fresh("leaf").colour, os.path.isfile(fresh("leaf").__cached__), "elsewhere" in fresh("leaf").__cached__)
