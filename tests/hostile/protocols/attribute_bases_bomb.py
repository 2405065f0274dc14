# issubclass walks up 2 ** 60 ways through shared bases.
# ends: limit time, limit steps
class F: pass
f = F()
f.__bases__ = ()
for i in range(60):
    g = F()
    g.__bases__ = (f, f)
    f = g
issubclass(f, int)
