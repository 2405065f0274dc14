class C:
    def __iter__(self):
        return self

    def __next__(self):
        raise OSError("device gone")

for x in C():
    pass
