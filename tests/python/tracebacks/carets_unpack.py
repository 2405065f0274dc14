# An unpacking that fails in a nested target.
def unpack(rows):
    for number, (left, right) in rows:
        print(number, left, right)


unpack([(1, "ab"), (2, "abc")])
