# A triple-quoted string that never ends.
x = 1
text = """never
ends
