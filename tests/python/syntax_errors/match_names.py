# Alternatives that bind different names.
match 5:
    case [a] | [b]:
        pass
