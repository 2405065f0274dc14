# Memory runs out in a program that expects it.
events = []


class Manager:
    def __enter__(self):
        events.append("enter")
        return self

    def __exit__(self, kind, error, trace):
        events.append("exit")


def build(depth):
    with Manager():
        data = []
        for number in range(40):
            data.append({"number": [number] * 5, "text": str(number) * 3})
        if depth:
            data.append(build(depth - 1))
        return data


for turn in range(4):
    try:
        try:
            result = build(3)
        finally:
            events.append("finally")
    except MemoryError as error:
        trace = error.__traceback__
        while trace is not None:
            trace = trace.tb_next
        events.append("caught")
    result = None
print(events.count("enter") == events.count("exit"), "MemoryError" if "caught" in events else len(events))
