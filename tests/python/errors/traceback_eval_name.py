eval("undefined_name_x + 1")
