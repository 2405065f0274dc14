class Noisy:
    def __init__(self, name, friend=None):
        self.name, self.friend = name, friend

    def __del__(self):
        log.append(f"{self.name} dies")
        if self.name == "revenant":
            alive.append(self)
        if self.name == "broken":
            raise ValueError("in a finalizer")


log, alive = [], []
Noisy("plain")
Noisy("outer", Noisy("inner", Noisy("innermost")))
Noisy("revenant")
Noisy("broken")
print(log, len(alive), alive[0].name)
alive.clear()
chain = None
for number in range(50):
    chain = Noisy(number, chain)
chain = None
print(len(log), log[-1])


def local():
    first, second = Noisy("first"), Noisy("second")
    return [Noisy("in list")][0].name


print(local(), log[-3:])
