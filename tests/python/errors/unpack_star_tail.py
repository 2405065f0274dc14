first, *rest, last, end = [1, 2]
