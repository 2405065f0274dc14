class D(dict):
    def __missing__(self, key):
        raise KeyError(f"no {key}")

D()["x"]
