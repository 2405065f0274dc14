# __missing__, __contains__ and __getitem__ without end.
# ends: limit time, limit steps
class G:
    def __getitem__(self, i): return i
1.5 in G()
