# raise from, twice.
def read():
    raise OSError("disk on fire")


def load():
    try:
        read()
    except OSError as e:
        raise ValueError("no data") from e


def main():
    try:
        load()
    except ValueError as e:
        raise SystemError("giving up") from e


main()
