# Containers that hold themselves: repr, str, format, hash, compare, sort, copy, json, marshal, pickle.
# ends: ok
import copy, json, marshal, pickle, collections
l = []; l.append(l); l.append(l)
d = {}; d[1] = d
t = ([],); t[0].append(t)
q = collections.deque(); q.append(q)
o = collections.OrderedDict(); o[1] = o
dd = collections.defaultdict(list); dd[1] = dd
ud = collections.UserDict(); ud[1] = ud
cm = collections.ChainMap({}); cm.maps.append(cm)
import types
ns = types.SimpleNamespace(); ns.me = ns
mp = types.MappingProxyType(d)
d[2] = mp
it = iter(l)
e = ValueError(); e.args = (e,)
x = [l, d, t, q, o, dd, ud, ns, mp, it, e]
x.append(x)
for value in x + [x, cm]:
    for use in (repr, str, ascii, lambda v: f"{v}", lambda v: "%s" % (v,), hash, lambda v: v == v, lambda v: v < v, lambda v: v == copy.copy(v), copy.copy,
                copy.deepcopy, json.dumps, marshal.dumps, lambda v: sorted(v), lambda v: max(v), lambda v: v in v, lambda v: list(v), lambda v: set(v), bool, lambda v: v + v,
                lambda v: pickle.loads(pickle.dumps(v)), lambda v: "".join(v), lambda v: isinstance(1, v), lambda v: sum(v), lambda v: v.index(3), lambda v: v.count(v),
                lambda v: reversed(v), lambda v: v.copy(), lambda v: dict(v), lambda v: tuple(v), lambda v: v | v, lambda v: v * 3):
        try:
            use(value)
        except (RecursionError, ValueError, TypeError, AttributeError, MemoryError, KeyError):
            pass
