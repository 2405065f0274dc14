# ++ as in other languages.
x = 1
x++
