if x not y:
    pass
