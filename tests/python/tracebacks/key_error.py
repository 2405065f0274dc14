# KeyError shows the repr of its key; a key with line breaks.
def get(d, k):
    return d[k]


get({"a\nb": 1}, "a\nc")
