# with statements on managers that lie.
# ends: ok
class Enter:
    def __enter__(self): return self
class Both:
    def __enter__(self): del type(self).__exit__; return self
    def __exit__(self, *a): return True
class Bad:
    def __enter__(self): raise error
    def __exit__(self, *a): raise error
class Truth:
    def __bool__(self): raise ZeroDivisionError
class T:
    def __enter__(self): pass
    def __exit__(self, *a): return Truth()
for error in (ValueError, StopIteration, KeyboardInterrupt, 5, None):
    for manager in (Enter, Both, Bad, T, int):
        try:
            with manager():
                raise KeyError
        except (TypeError, AttributeError, ValueError, StopIteration, KeyboardInterrupt, KeyError, ZeroDivisionError):
            pass
