# Case mappings that grow: a million sharp s, ligatures, Turkish i.
# ends: ok
s = "\u00df\u0149\u0390\ufb03\u0130" * 40_000
assert len(s.upper()) > len(s) and len(s.casefold()) > len(s)
assert s.lower() and s.title() and s.swapcase() and s.capitalize()
try:
    ("\ufb03" * 4_000_000).casefold()
except MemoryError:
    pass
