import math
match 5:
    case math.nothing:
        pass
