add = lambda a, b: a + b
add(1)
