try:
    raise ExceptionGroup("many", [ValueError(1)])
except* ValueError:
    raise KeyError("in handler")
