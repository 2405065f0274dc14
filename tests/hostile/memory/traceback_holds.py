# Keeps exceptions with their frames.
# ends: MemoryError
def main():
    kept = []
    def fail(n):
        room = bytearray(1000)
        if n:
            fail(n - 1)
        raise ValueError(n)
    while True:
        try:
            fail(10)
        except ValueError as error:
            kept.append(error)
main()
