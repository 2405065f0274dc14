class Counter:
    def __init__(self):
        self.count = 0

    def step(self):
        count += 1

Counter().step()
