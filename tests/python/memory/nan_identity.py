# No two not-a-numbers are the same object, unless they are.
nan = float("nan")
other = float("nan")
print(nan is nan, nan is other, nan == nan, nan != nan)
print([nan] == [nan], [nan] == [other], (nan,) == (other,), {1: nan} == {1: nan}, {1: nan} == {1: other})
print(nan in [nan], nan in [other], other in (nan,), [nan].index(nan), [nan, other, nan].count(nan))
print({nan: 1}.get(nan), {nan: 1}.get(other), len({nan, nan}), len({nan, other}), nan in {nan}, other in {nan})
x = [nan]
y = x * 3
print(y[0] is y[2], len(set(y)))
inf = float("inf")
print(inf - inf is inf - inf, inf * 0 == inf * 0, len({inf - inf, inf * 0}))
z = inf - inf
print(z is z, z in [z], [z] == [z], max([z]) is z, min(z, 1) is z)
import copy

print(copy.copy(nan) is nan, copy.deepcopy([nan]) == [nan], float(nan) is nan, +nan is nan)
