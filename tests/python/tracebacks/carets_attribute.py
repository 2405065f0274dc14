# Carets under attribute access and a method chain.
class Box:
    inner = None


box = Box()
print(box.inner)
value = box.inner.content.strip().upper()
