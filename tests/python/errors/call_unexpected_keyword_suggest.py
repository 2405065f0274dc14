def connect(host, timeout=10):
    pass

connect("a", timeuot=3)
