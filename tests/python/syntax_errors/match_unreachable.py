# A wildcard that makes the following cases unreachable.
match 5:
    case _:
        pass
    case 1:
        pass
