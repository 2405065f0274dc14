# The qualified name, the module and str of custom exceptions.
class Outer:
    class Failure(Exception):
        def __str__(self):
            return "\n".join(["first line", "second line"])


def act():
    raise Outer.Failure


act()
