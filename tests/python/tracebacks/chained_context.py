# An exception raised while another is handled.
def parse(text):
    return int(text)


def load(texts):
    try:
        return [parse(t) for t in texts]
    except ValueError:
        raise RuntimeError("cannot load")


load(["1", "two"])
