# A character that cannot appear.
x = 5 ¿ 3
