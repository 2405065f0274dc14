import gc, weakref
gc.disable()
class D:
    def __init__(s,n): s.n=n; s.me=s
    def __del__(s):
        print('del', s.n, 'wr', wr() is not None, 'wrcb', wcb() is not None)
d=D(1)
wr=weakref.ref(d); wcb=weakref.ref(d, lambda r: print('cb', r() , wr() ))
del d
print(gc.collect())
print(wr(), wcb())
# internal weakref with callback inside the garbage
class N: pass
a=N(); a.me=a; a.w=weakref.ref(a, lambda r: print('never'))
del a
print(gc.collect())
# weakref to class
class C: 
    def __del__(self): print("del c; class ref alive", wc() is not None, wi() )
wc=weakref.ref(C); c=C(); c.me=c; wi=weakref.ref(c)
del C, c
print(gc.collect())
print(wc())
# resurrect
keep=[]
class R:
    def __del__(s): keep.append(s); print('res', wr2() )
r=R(); r.me=r; wr2=weakref.ref(r); wr3=weakref.ref(r, lambda r: print('cb3'))
del r
print(gc.collect(), wr2(), wr3(), gc.is_finalized(keep[0]))
keep.clear()
print(gc.collect(), wr2())
# multiple objects order
class M:
    def __init__(s,n): s.n=n
    def __del__(s): print('M',s.n)
ms=[M(i) for i in range(5)]
for i in range(5): ms[i].o=ms[(i+2)%5]
ws=[weakref.ref(m, lambda r,i=i: print('cbM',i)) for i,m in enumerate(ms)]
del ms
print(gc.collect())
print(gc.get_stats()[0].keys())
