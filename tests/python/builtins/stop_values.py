# A StopIteration's value passes through the builtin iterators.


class Ends:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(42)


def tell(iterator):
    try:
        next(iterator)
    except StopIteration as stop:
        print(type(iterator).__name__, stop.args)


def stop(_):
    raise StopIteration("from the function")


tell(enumerate(Ends()))
tell(map(str, Ends()))
tell(map(str, Ends(), [1]))
tell(zip(Ends(), [1]))
tell(zip([1], Ends(), [2]))
tell(filter(None, Ends()))
tell(map(stop, [1, 2]))
tell(filter(stop, [1, 2]))
print(list(map(stop, [1])), list(enumerate(Ends())), [*zip(Ends())], sum(map(int, Ends())))
try:
    print(list(map(str, Ends(), strict=True)), list(zip(Ends(), [1], strict=True)))
except ValueError as error:
    print(error)


def delegating():
    print("got", (yield from map(stop, [1])))


print(list(delegating()))


class Mine(map):
    pass


print(list(Mine(stop, [1])))
