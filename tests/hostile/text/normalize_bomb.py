# Normal forms that grow eighteenfold, and long runs of combining marks.
# ends: ok, limit time, limit steps
import unicodedata
s = "\ufdfa" * 50_000
assert len(unicodedata.normalize("NFKC", s)) == 18 * len(s)
try:
    unicodedata.normalize("NFKD", "\ufdfa" * 2_000_000)
except MemoryError:
    pass
marks = "a" + "\u0316\u0301" * 30_000
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    unicodedata.normalize(form, marks)
    unicodedata.is_normalized(form, marks)
