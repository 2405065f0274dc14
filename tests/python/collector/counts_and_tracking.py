import gc
class N: pass
a=N(); a.me=a; del a
print(gc.collect())
l=[]; l.append(l); d={}; d['d']=d; n=N(); n.n=n
del l,d,n
print(gc.collect())
def rec():
    def f(n): return f
    return f
rec()
print(gc.collect())
def exc():
    try: 1/0
    except Exception as e: x=e
exc()
print('exc', gc.collect())
class C: pass
del C
print('class', gc.collect())
n=N(); n.a=1; n.__dict__['me']=n; del n
print('mat', gc.collect())
for x in ((),(1,2),{}, {'a':1}, [], (1,[]), 1.0, tuple([1,2]), 'a', int, N, N(), print, gc, range(3), iter([]), (lambda:0), (lambda:0).__code__, frozenset(), {1}, object(), slice(1), Exception(), memoryview(b''), (i for i in ()), type(gc).__dict__, N.__init__, N().__init__, property(), b'', bytearray(), 1j, Ellipsis, None, zip(), enumerate([]), reversed([]), super, classmethod(len), str.join, ''.join):
    print(type(x).__name__, gc.is_tracked(x))
print(gc.get_count()[1:], gc.get_threshold(), gc.isenabled())
