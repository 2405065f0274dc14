class C:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        print("left", args[0].__name__)

with C() as c:
    c.missing
