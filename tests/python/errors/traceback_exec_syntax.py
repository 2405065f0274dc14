exec("if True\n    pass\n")
