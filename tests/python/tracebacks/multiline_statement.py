# A statement over many lines: the lines around the error are shown.
data = {
    "a": [1, 2, 3],
    "b": (
        4 +
        5 *
        len(None)
    ),
    "c": 6,
}
