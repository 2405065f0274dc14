# Fills a dict with new strings until there is no room.
# ends: MemoryError
def main():
    x = {}
    i = 0
    while True:
        x[i] = str(i) * 3
        i += 1
main()
