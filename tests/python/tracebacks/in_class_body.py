# Errors in a class body, in a decorator, in a default.
def decorator(cls):
    class Inner:
        value = cls.missing
    return Inner


@decorator
class Decorated:
    pass
