raise RuntimeError("a") from KeyError
