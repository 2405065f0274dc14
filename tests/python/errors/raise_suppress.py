e = ValueError("outer")
e.__context__ = KeyError("inner")
e.__suppress_context__ = True
raise e
