# exec of source that execs, for ever.
# ends: RecursionError, MemoryError
s = "exec(s)"
exec(s)
