# Instances whose __dict__, __class__ and attributes change while they die.
# ends: ok
class A:
    def __del__(self):
        self.__dict__ = {"x": self}
        self.__class__ = B
        self.y = [self]
        del self.y
class B:
    def __del__(self):
        self.__dict__.clear()
for i in range(200):
    a = A()
    a.x = A()
    del a
import gc
gc.collect()
class C:
    __slots__ = ("a", "__weakref__")
    def __del__(self):
        self.a = self.a.append(self)
kept = []
c = C(); c.a = kept; del c
kept.clear()
