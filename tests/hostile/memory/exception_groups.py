# A group of groups of groups.
# ends: MemoryError
def main():
    g = ValueError(1)
    while True:
        g = ExceptionGroup("g" * 100, [g, g, g])
main()
