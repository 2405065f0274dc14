# What except* does not handle is raised again, with what its handlers raised.
try:
    raise ExceptionGroup("group", [ValueError(1), TypeError(2), KeyError(3)])
except* ValueError:
    pass
except* TypeError:
    raise RuntimeError("from the handler")
