# An error handler that never gets on.
# ends: limit time, limit steps, MemoryError
import codecs
codecs.register_error("hostile.stay", lambda error: ("y", error.start))
("\u1234" * 3).encode("ascii", "hostile.stay")
