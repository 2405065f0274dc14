# Carets under a subscript.
def pick(table, row, column):
    return table["rows"][row][column]


pick({"rows": [[1, 2], [3]]}, 0, 1)
pick({"rows": [[1, 2], [3]]}, 1, 1)
