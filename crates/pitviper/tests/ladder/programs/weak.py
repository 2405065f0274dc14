import weakref


class Object:
    def method(self):
        return "method"


objects = {name: Object() for name in "abcdef"}
died = []
references = [weakref.ref(each, died.append) for each in objects.values()]
values = weakref.WeakValueDictionary(objects)
keys = weakref.WeakKeyDictionary((each, name) for name, each in objects.items())
several = weakref.WeakSet(objects.values())
proxy = weakref.proxy(objects["a"])
method = weakref.WeakMethod(objects["b"].method)
finalizer = weakref.finalize(objects["c"], print, "finalized", 1, end="!\n")
print(proxy.method(), method()(), len(values), len(keys), len(several), sorted(values))
for name in "abc":
    del objects[name]
print(len(died), len(values), len(keys), len(several), method(), finalizer.alive)
try:
    proxy.method()
except ReferenceError as error:
    print(error)
print(weakref.getweakrefcount(objects["d"]), [reference() is None for reference in references])
