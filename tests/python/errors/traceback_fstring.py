name = "x"
print(f"hello {name.missing} and {1 + 1}")
