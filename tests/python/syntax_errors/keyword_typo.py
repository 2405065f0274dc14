# A misspelt keyword.
def f(x):
    fro i in range(x):
        pass
