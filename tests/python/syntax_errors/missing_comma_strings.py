# A missing comma between a string and a name.
name = "x"
print("hello" name)
