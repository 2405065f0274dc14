# Keeps suspended generators.
# ends: MemoryError
def main():
    def numbers():
        room = [0] * 100
        yield 1
    kept = []
    while True:
        g = numbers()
        next(g)
        kept.append(g)
main()
