class C:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        raise ValueError("in exit")

with C():
    raise KeyError("in body")
