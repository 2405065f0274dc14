code = compile("\n\n1 / 0", "made_up.py", "exec")
exec(code)
