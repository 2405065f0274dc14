class C:
    def __enter__(self):
        raise OSError("cannot enter")

    def __exit__(self, *args):
        print("never")

with C():
    pass
