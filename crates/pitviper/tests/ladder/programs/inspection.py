import inspect


def function(a, b: int = 2, *args, key=None, **rest) -> str:
    """Doc."""
    frame = inspect.currentframe()
    return frame.f_code.co_name, sorted(frame.f_locals), frame.f_lineno > 0


class Class:
    def method(self, x):
        pass


print(inspect.signature(function), inspect.signature(Class().method), function(1), inspect.getdoc(function))
print([name for name, _ in inspect.getmembers(Class) if not name.startswith("__")], inspect.isfunction(function), dir(Class())[:2])
print(vars(Class).keys() >= {"method"}, function.__code__.co_varnames[:3], function.__defaults__, type(function.__closure__))
