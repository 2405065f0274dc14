# A syntax error in source given to exec.
def run(source):
    exec(source)


run("x = 1")
run("x = (1,\ny = 2")
