class P:
    __match_args__ = "xy"

match P():
    case P(1):
        pass
