# Several statements on one line, and indentation taken away.
if True:
    if True:
        x = 1; y = 0; z = (x + 1) / y; w = 5
