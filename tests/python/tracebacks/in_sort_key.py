# An error inside a key function called by a builtin.
def key(word):
    return len(word) // (len(word) - 3)


print(sorted(["a", "ab", "abc"], key=key))
