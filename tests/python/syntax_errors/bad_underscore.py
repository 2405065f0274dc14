# A number with two underscores.
x = 1__000
