# Did you mean, for a builtin function.
prnt("hello")
