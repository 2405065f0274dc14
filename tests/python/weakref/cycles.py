# Weak references to cyclic garbage: what callbacks and finalizers see, and resurrection.
import gc, weakref
class A:
    def __init__(self, name): self.name=name
    def __repr__(self): return f"A({self.name})"
    def __del__(self):
        print("del", self.name, plain(), called(), other(), sub(), len(ws), len(wv), len(wk), list(wv.items()))
class Ref(weakref.ref): pass
a=A("a"); b=A("b"); a.b=b; b.a=a
plain=weakref.ref(a); called=weakref.ref(a, lambda r: print("callback", r())); other=weakref.ref(b)
sub=Ref(a)
ws=weakref.WeakSet([a,b]); wv=weakref.WeakValueDictionary(a=a); wk=weakref.WeakKeyDictionary(); wk[a]=1
inner=weakref.ref(a, lambda r: print("inner callback"))
a.own=weakref.ref(b, lambda r: print("garbage callback"))
p=weakref.proxy(a)
fin=weakref.finalize(a, print, "finalize")
del a,b
print(gc.collect())
print(plain(), called(), other(), sub(), inner())
try: p.x
except ReferenceError as e: print(e)
# resurrection
class R:
    def __del__(self):
        global kept
        kept=self
r=R(); r.r=r; w=weakref.ref(r); wc=weakref.ref(r, lambda x: print("cb"))
del r
gc.collect()
print(w() is kept, wc())
kept.r=None
del kept
print(w(), wc())
