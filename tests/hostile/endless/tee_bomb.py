# One side of a tee runs ahead for ever.
# ends: MemoryError
def main():
    import itertools
    a, b = itertools.tee(itertools.count())
    any(x < 0 for x in a)
main()
