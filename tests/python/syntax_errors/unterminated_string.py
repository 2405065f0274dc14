# A string that does not end on its line.
name = "never ends
print(name)
