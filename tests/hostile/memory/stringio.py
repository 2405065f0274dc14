# Writes to StringIO and BytesIO for ever, seeks far away.
# ends: ok
import io
for stream, piece in ((io.StringIO(), "abc" * 1000), (io.BytesIO(), b"abc" * 1000)):
    try:
        while True:
            stream.write(piece)
    except MemoryError:
        stream.close()
for stream, piece in ((io.StringIO(), "x"), (io.BytesIO(), b"x")):
    for at in (1 << 40, (1 << 63) - 1, (1 << 63) - 2):
        try:
            stream.seek(at)
            stream.write(piece)
        except (MemoryError, OverflowError):
            pass
        else:
            raise AssertionError(at)
        stream.seek(0)
        assert stream.read() in ("", b"")
        try:
            stream.truncate(at)
        except (MemoryError, OverflowError):
            pass
