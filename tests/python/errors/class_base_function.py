def base():
    pass

class C(base):
    pass
