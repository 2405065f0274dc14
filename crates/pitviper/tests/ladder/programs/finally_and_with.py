class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        log.append(f"enter {self.name}")
        return self

    def __exit__(self, kind, error, trace):
        log.append(f"exit {self.name} {kind and kind.__name__}")
        return self.swallow


log = []


def work():
    with Manager("a", swallow=True), Manager("b") as b, Manager("c"):
        for turn in range(3):
            try:
                if turn == 1:
                    continue
                if turn == 2:
                    raise KeyError(b.name)
            finally:
                log.append(f"turn {turn}")
    return "done"


print(work())
print(log)
