# Did you mean self.name.
class Counter:
    def __init__(self):
        self.count = 0

    def step(self):
        return count + 1


Counter().step()
