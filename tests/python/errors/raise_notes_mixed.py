e = ValueError("value")
e.__notes__ = [1, "two"]
raise e
