try:
    int("x")
except ValueError:
    raise RuntimeError("cannot read") from None
