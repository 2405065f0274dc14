# pow with three giant arguments.
# ends: limit time, limit steps
x = (1 << 400_000) + 1
pow(3, x, x + 2)
