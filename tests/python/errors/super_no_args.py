class C:
    def f():
        super().f()

C.f()
