class C:
    @property
    def value(self):
        return 1

C().value = 2
