def apply(function, value):
    return function(value)

apply(lambda v: v + "x", 5)
