# A parenthesis is never closed.
print("start"
x = 1
