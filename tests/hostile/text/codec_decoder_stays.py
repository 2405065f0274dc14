# A decoding handler that goes back to the start.
# ends: limit time, limit steps, MemoryError
import codecs
codecs.register_error("hostile.start", lambda error: ("", 0))
b"a\xff".decode("ascii", "hostile.start")
