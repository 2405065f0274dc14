# Closures that hold closures.
# ends: MemoryError
def main():
    def make(inner):
        return lambda: inner
    f = None
    while True:
        f = make(f)
main()
