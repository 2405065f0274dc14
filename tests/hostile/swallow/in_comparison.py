# An endless __eq__ called from a dict, in try.
# ends: limit time, limit steps
class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        while True:
            try:
                [i for i in range(10 ** 9)]
            except BaseException:
                pass
try:
    {K(): 1, K(): 2}
except BaseException:
    pass
