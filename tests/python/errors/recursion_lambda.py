f = lambda x: f(x)
f(1)
