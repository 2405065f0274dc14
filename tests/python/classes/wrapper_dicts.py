# `classmethod` and `staticmethod` objects have a `__dict__`, with what they take over from the function.


def plain(x):
    "what it does"


def annotated(x: int) -> str: ...


for wrapper in classmethod, staticmethod:
    made = wrapper(plain)
    print(sorted(made.__dict__.items()), made.__wrapped__ is plain, made.__func__ is plain)
    made.note = 42
    print(made.note, made.__dict__["note"], vars(made) is made.__dict__)
    del made.note
    print(hasattr(made, "note"))
    made.__doc__ = "another"
    made.__name__ = "other"
    print(made.__doc__, made.__name__, made.__qualname__, plain.__name__)
    for attribute in "__func__", "__wrapped__", "__isabstractmethod__":
        try:
            setattr(made, attribute, 1)
        except (AttributeError, TypeError) as error:
            print(type(error).__name__, attribute)
    made = wrapper(annotated)
    print("__annotations__" in made.__dict__, made.__annotations__, "__annotations__" in made.__dict__)
    made.__annotations__ = 5
    print(made.__annotations__, annotated.__annotations__)
    del made.__annotations__
    print(made.__annotations__, made.__annotate__ is annotated.__annotate__)
    made.__dict__ = {"x": 1}
    print(made.x)
    print(sorted(key for key in wrapper(print).__dict__ if key != "__module__"))

    class Derived(wrapper):
        pass

    derived = Derived(plain)
    derived.y = 2
    print(derived.y, derived.__name__)


class C:
    @classmethod
    def build(cls):
        return cls.__name__

    @staticmethod
    def helper():
        return 1


C.__dict__["build"].mark = "m"
print(C.build(), C.helper(), C.__dict__["build"].mark)
