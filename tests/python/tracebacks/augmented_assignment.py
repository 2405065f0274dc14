# Carets under augmented assignment, comparison and unary operations.
def run(items):
    items["count"] += 1
    return -items["name"]


run({"count": 1, "name": "x"})
