# OrderedDict: order, ends, equality, views, errors.
from collections import OrderedDict, Counter
import copy, pickle, weakref, gc

def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as error:
        print(type(error).__name__, error)

od = OrderedDict(a=1, b=2, c=3)
print(od, OrderedDict(), OrderedDict([(1, 2)]), OrderedDict({'x': 1}, y=2))
od.move_to_end('a'); print(list(od))
od.move_to_end('c', last=False); print(list(od), list(reversed(od)))
od.move_to_end('c', False); od.move_to_end(key='a', last=1); print(od)
attempt(od.move_to_end, 'nothing')
attempt(od.move_to_end, [])
attempt(OrderedDict(a=1).move_to_end, {})
attempt(OrderedDict(a=1).setdefault, {})
attempt(OrderedDict().move_to_end, [])
attempt(od.move_to_end)
print(od.popitem(), od.popitem(last=False), od.popitem(), od)
attempt(od.popitem); attempt(od.popitem, False)
attempt(od.pop, 1); attempt(od.pop, 1, 2); attempt(od.pop, key=1, default=3); attempt(od.pop, [])
attempt(OrderedDict, 1, 2); attempt(OrderedDict, 1); attempt(OrderedDict, [1]); attempt(OrderedDict, [()])
attempt(OrderedDict, [(1,)]); attempt(OrderedDict, [(1, 2, 3)]); attempt(od.update, 1, 2); attempt(OrderedDict, **{'self': 1, 'other': 2})
attempt(od.setdefault, 'k'); attempt(od.setdefault, key='m', default=5); attempt(od.setdefault, 'k', 7)
attempt(OrderedDict.fromkeys, 'abc'); attempt(OrderedDict.fromkeys, iterable='ab', value=0); attempt(OrderedDict.fromkeys, 1)

# Many entries, moved to both ends.
big = OrderedDict.fromkeys(range(100))
for n in range(0, 100, 3): big.move_to_end(n, last=False)
for n in range(1, 100, 7): big.move_to_end(n)
for n in range(200, 220): big[n] = n; big.move_to_end(n, last=n % 2)
print(list(big)); print(list(reversed(big)) == list(big)[::-1], len(big), all(n in big for n in big))
while len(big) > 5: big.popitem(last=False); big.popitem()
print(list(big), [big.popitem(last=bool(n % 2)) for n in range(len(big))], big)

# Equality.
a, b, c = OrderedDict(x=1, y=2), OrderedDict(y=2, x=1), {'y': 2, 'x': 1}
print(a == b, a != b, a == c, c == a, a != c, c != b, a == 1, a == OrderedDict(a), a.items() == b.items())

# Views and iterators.
od = OrderedDict([(n, -n) for n in range(3)])
print(od.keys(), od.values(), od.items(), [type(v).__mro__ for v in (od.keys(), od.values(), od.items())])
print([list(reversed(v)) for v in (od.keys(), od.values(), od.items())], 1 in od.keys(), (1, -1) in od.items())
print(sorted(od.keys() & {1, 2, 9}), sorted(od.keys() | {9}), sorted(od.items() ^ {(0, 0)}), od.keys().isdisjoint([7]), od.keys().mapping)
it = iter(od); print(type(it), next(it), next(it), pickle.loads(pickle.dumps(it)).__next__(), list(it), list(it))
for change in [lambda: od.move_to_end(0), lambda: od.move_to_end(0, False), lambda: od.pop(0), lambda: od.update({5: 6}),
               lambda: od.clear(), lambda: od.popitem()]:
    for view in (od, od.keys(), od.items(), reversed(od)):
        od.clear(); od.update({n: n for n in range(3)})
        it = iter(view if view is not None else od)
        if not isinstance(view, (OrderedDict, type(od.keys()), type(od.items()))):
            it = reversed(od)
        next(it); change()
        try: print(next(it), end=' ')
        except Exception as error: print(type(error).__name__, error, list(it), end=' ')
    print()
od = OrderedDict(a=1)
for k in od: od[k] = 5
print(od)

# Copies, unions, pickling.
od = OrderedDict(a=1, b=[2]); od.note = 'kept'; od.move_to_end('a')
for made in (od.copy(), copy.copy(od), copy.deepcopy(od), pickle.loads(pickle.dumps(od)), OrderedDict(od), eval(repr(od))):
    print(type(made).__name__, made, made == od, made['b'] is od['b'], vars(made))
print(od.__reduce__()[:4], dict(od), {**od}, od | {'z': 1}, {'z': 1, 'b': 0} | od, (lambda **k: k)(**od))
attempt(lambda: od | [('z', 1)]); attempt(lambda: [1] | od)
od |= [('z', 26)]; od |= {'b': 0}; print(od)

# Subclasses.
class Sub(OrderedDict):
    def __setitem__(self, key, value): super().__setitem__(key, value * 2)
    def __missing__(self, key): return key
class Plain(OrderedDict): pass
class Count(Counter, OrderedDict): pass
s = Sub(a=1); s.update(b=2); s['c'] = 3; s.setdefault('d', 4); s |= {'e': 5}
print(s, s['nothing'], s.copy(), s | {'f': 6}, {'f': 6} | s, Sub.fromkeys('x', 1), s.pop('zz', 0), s.popitem())
print(Plain(a=1) == OrderedDict(a=1), Plain(a=1), Plain.fromkeys('ab') | OrderedDict(c=1), type(OrderedDict() | Plain()), Count('abracadabra').most_common(2), Count('hello'))
s = Plain(); s['self'] = s; s.x = 1; print(s, pickle.loads(pickle.dumps(s)).x)
r = weakref.ref(s); del s; gc.collect(); print(r())
od2 = OrderedDict(); r = weakref.ref(od2); od2['self'] = od2; del od2; gc.collect(); print(r(), hasattr(OrderedDict, '__weakref__'))
class Slots(OrderedDict): __slots__ = ('x',)
attempt(type, 'W', (OrderedDict,), {'__slots__': '__weakref__'}); print(weakref.ref(s := Slots())() is s, s.__dict__)
print(OrderedDict.__name__, OrderedDict.__module__, OrderedDict.__doc__, OrderedDict[int, str], OrderedDict.__mro__)
attempt(hash, od); attempt(lambda: od < od); attempt(setattr, OrderedDict, 'x', 1)
