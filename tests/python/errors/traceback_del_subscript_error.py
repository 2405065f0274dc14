class C:
    def __delitem__(self, key):
        raise LookupError(key)

del C()["k"]
