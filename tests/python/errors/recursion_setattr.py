import sys

sys.setrecursionlimit(200)

class C:
    def __setattr__(self, name, value):
        self.name = value

C().x = 1
