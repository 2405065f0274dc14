# Assigns a list to a slice of itself.
# ends: MemoryError
x = [1, 2]
while True:
    x[1:1] = x
