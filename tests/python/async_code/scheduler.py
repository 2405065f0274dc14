# A small scheduler: tasks take turns, wait for each other, fail and are cancelled.
class Yield:
    def __await__(self):
        yield self


class Cancelled(Exception):
    pass


class Task:
    def __init__(self, coro, name):
        self.coro, self.name, self.done, self.result, self.error = coro, name, False, None, None

    def step(self):
        try:
            self.coro.send(None)
        except StopIteration as e:
            self.done, self.result = True, e.value
        except Exception as e:
            self.done, self.error = True, e

    def cancel(self):
        try:
            self.coro.throw(Cancelled(self.name))
        except (StopIteration, Cancelled) as e:
            self.done, self.error = True, e

    def __await__(self):
        while not self.done:
            yield self
        if self.error:
            raise self.error
        return self.result


class Loop:
    def __init__(self):
        self.tasks = []

    def spawn(self, coro, name):
        task = Task(coro, name)
        self.tasks.append(task)
        return task

    def run(self):
        rounds = 0
        while any(not t.done for t in self.tasks):
            for t in self.tasks:
                if not t.done:
                    t.step()
            rounds += 1
        return rounds


loop = Loop()


async def worker(name, n):
    for i in range(n):
        print(f"{name}{i}", end=" ")
        await Yield()
    return f"{name} did {n}"


async def failing():
    await Yield()
    raise ValueError("worker failed")


async def endless():
    try:
        while True:
            await Yield()
    finally:
        print("[endless cleaned up]", end=" ")


async def main():
    a = loop.spawn(worker("a", 3), "a")
    b = loop.spawn(worker("b", 1), "b")
    c = loop.spawn(failing(), "c")
    d = loop.spawn(endless(), "d")
    results = [await a, await b]
    try:
        await c
    except ValueError as e:
        results.append(repr(e))
    d.cancel()
    results.append(repr(d.error))
    return results


m = loop.spawn(main(), "main")
print("rounds", loop.run())
print(m.result)
print([t.name for t in loop.tasks], all(t.done for t in loop.tasks))
