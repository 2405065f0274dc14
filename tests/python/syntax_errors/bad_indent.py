# More indentation than expected.
x = 1
    y = 2
