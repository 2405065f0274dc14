# Where there is nothing to decode, nobody looks for the encoding.
for f in (lambda: b"".decode("nope"), lambda: str(b"", "nope"), lambda: bytearray().decode("nope"), lambda: str(memoryview(b""), "nope"), lambda: b"".decode("nope", "nohandler"), lambda: "".encode("nope"), lambda: b"".decode("a\0b")):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
