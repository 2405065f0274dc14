import copy
import pickle


class Thing:
    def __init__(self, name):
        self.name, self.parts = name, [name] * 3
        self.me = self


thing = Thing("t")
clone = copy.deepcopy(thing)
print(clone.me is clone, clone.parts, copy.copy([1, [2]]), copy.copy(thing).parts is thing.parts)
data = {"a": [1, 2.5, None, True, 10**30], "b": (1, "é", b"x"), "c": {1, 2}, "d": frozenset("q"), "e": range(3), "f": Ellipsis}
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    print(protocol, pickle.loads(pickle.dumps(data, protocol)) == data)
recursive = []
recursive.append({"r": recursive})
again = pickle.loads(pickle.dumps(recursive))
print(again[0]["r"] is again)
for bad in lambda: 0, (x for x in []):
    try:
        pickle.dumps(bad)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        print(type(error).__name__)
