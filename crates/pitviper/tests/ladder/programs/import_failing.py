# ladder: fresh
for name in "no_such_module", "json.no_such", "os.path.nothing":
    try:
        __import__(name)
    except ImportError as error:
        print(type(error).__name__, error, error.name)
