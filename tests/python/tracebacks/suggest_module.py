# A missing module that belongs to the standard library's names.
def use():
    return math.sqrt(2)


use()
