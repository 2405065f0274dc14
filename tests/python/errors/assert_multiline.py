value = 3
assert (
    value == 4
    or value == 5
), "no"
