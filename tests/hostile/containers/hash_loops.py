# __hash__ that never returns.
# ends: limit time, limit steps
class H:
    def __hash__(self):
        while True:
            pass
{H(): 1}
