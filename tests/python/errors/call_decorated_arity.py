def logged(function):
    def wrapper():
        return function()
    return wrapper

@logged
def greet(name):
    pass

greet("Ann")
