try:
    raise KeyError("k")
except KeyError as e:
    raise ExceptionGroup("group", [ValueError(1)]) from e
