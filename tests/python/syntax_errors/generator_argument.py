# An unparenthesised generator with another argument.
print(x for x in "ab", 1)
