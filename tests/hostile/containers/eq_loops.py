# __eq__ called from list.index that never returns.
# ends: limit time, limit steps
class E:
    def __eq__(self, other):
        while True:
            pass
[E()].index(1)
