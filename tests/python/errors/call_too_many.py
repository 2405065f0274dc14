def greet(name):
    pass

greet("a", "b")
