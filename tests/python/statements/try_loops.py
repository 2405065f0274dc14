# break and continue through try, except, else, finally and with.
class Manager:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print("enter", self.name, end="; ")

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind.__name__ if kind else None, end="; ")


def loop(kind, where):
    log = []
    for i in range(3):
        try:
            log.append(f"t{i}")
            if where == "try" and i == 1:
                if kind == "break":
                    break
                continue
            if where == "except" and i == 1:
                raise ValueError
        except ValueError:
            log.append(f"e{i}")
            if kind == "break":
                break
            continue
        else:
            log.append(f"l{i}")
            if where == "else" and i == 1:
                if kind == "break":
                    break
                continue
        finally:
            log.append(f"f{i}")
        log.append(f"a{i}")
    else:
        log.append("loop-else")
    return " ".join(log)


for kind in ("break", "continue"):
    for where in ("try", "except", "else", "nowhere"):
        print(kind, where, ":", loop(kind, where))

for i in range(3):
    with Manager(f"m{i}"):
        if i == 0:
            continue
        if i == 1:
            break
print()


def inside_with():
    with Manager("a"), Manager("b"):
        for i in range(2):
            with Manager(i):
                try:
                    if i:
                        return i
                finally:
                    print("fin", end="; ")


print(inside_with())
i = 0
while i < 4:
    i += 1
    try:
        try:
            if i == 2:
                continue
            if i == 3:
                break
        finally:
            print("inner", i, end=" ")
    finally:
        print("outer", i, end=" ")
print("done", i)
