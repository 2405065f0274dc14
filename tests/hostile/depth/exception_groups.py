# Groups nested deep, split and derived.
# ends: ok
g = ValueError(1)
for i in range(5000):
    g = ExceptionGroup("g", [g])
for use in (lambda: g.split(ValueError), lambda: g.subgroup(KeyError), lambda: repr(g), lambda: g.split(lambda e: False)):
    try:
        use()
    except RecursionError:
        pass
try:
    try:
        raise g
    except* ValueError:
        pass
except RecursionError:
    pass
class Bad(ExceptionGroup):
    def derive(self, excs):
        return 5
try:
    Bad("x", [ValueError(), KeyError()]).split(ValueError)
except TypeError:
    pass
