# Source without a file has no lines to show.
source = """
def f(x):
    return x.missing

f(5)
"""
exec(compile(source, "<made up>", "exec"))
