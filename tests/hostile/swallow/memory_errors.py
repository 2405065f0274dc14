# Swallows every MemoryError and keeps what it has.
# ends: limit time, limit steps
def main():
    kept = []
    while True:
        try:
            while True:
                kept.append([None] * 1000)
        except BaseException:
            pass
main()
