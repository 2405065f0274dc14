class C:
    pass

C.__name__ = 5
