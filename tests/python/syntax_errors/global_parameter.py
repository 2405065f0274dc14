# A parameter that is also declared global.
def f(x):
    global x
