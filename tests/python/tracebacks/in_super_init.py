# Errors through super().__init__, __new__, properties and operators.
class Base:
    def __init__(self, n):
        self.n = 1 / n


class Sub(Base):
    def __init__(self, n):
        super().__init__(n)

    @property
    def p(self):
        return self + 1

    def __add__(self, other):
        return self[other]

    def __getitem__(self, key):
        return Sub(key - 1)


print(Sub(1).n)
Sub(1).p
