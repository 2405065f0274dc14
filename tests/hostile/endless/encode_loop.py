# Encodes and decodes megabytes for ever.
# ends: limit time, limit steps
s = "\u1234a" * 300_000
while True:
    for codec in ("utf-8", "utf-16", "utf-32", "utf-7", "unicode_escape", "raw_unicode_escape"):
        s.encode(codec).decode(codec)
    s.upper(); s.split("a"); s.translate({97: 98}); s.casefold(); s.swapcase()
