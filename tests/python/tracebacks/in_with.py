# An error in the body of a with statement, and one in its exit.
class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        raise RuntimeError("exit failed")


with Manager() as m:
    print("body")
    m.missing
