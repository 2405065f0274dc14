def run(f, *args, **kwargs):
    return f(*args, **kwargs)

run(run, run, int, "z", base=10)
