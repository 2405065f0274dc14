class 5:
    pass
