e = ValueError("value")
e.__notes__ = "just text"
raise e
