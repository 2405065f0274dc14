# Appends to a list for ever.
# ends: MemoryError
def main():
    x = []
    while True:
        x.append([len(x)])
main()
