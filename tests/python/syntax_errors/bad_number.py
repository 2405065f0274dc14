# A number with leading zeros.
x = 0123
