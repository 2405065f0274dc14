class C:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

with (
    C() as one,
    C() as two,
    open("/no/such/file") as three,
):
    pass
