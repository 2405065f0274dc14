# Assignment to an operation.
a = b = 1
a + b = 2
