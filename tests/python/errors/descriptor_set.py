class D:
    def __get__(self, obj, owner):
        return 1

    def __set__(self, obj, value):
        raise AttributeError("read only")

class C:
    d = D()

C().d = 2
