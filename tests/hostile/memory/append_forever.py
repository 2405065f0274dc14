# Appends to a list for ever.
# ends: MemoryError
x = []
while True:
    x.append([len(x)])
