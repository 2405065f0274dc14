try:
    int("x")
except (KeyError, "ValueError"):
    pass
