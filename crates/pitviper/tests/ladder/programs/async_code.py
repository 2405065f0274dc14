import asyncio
import selectors


class Resource:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *error):
        log.append(error[0] and error[0].__name__)


async def produce(count):
    for number in range(count):
        await asyncio.sleep(0)
        yield number


async def worker(name, queue):
    async with Resource():
        async for number in produce(3):
            await queue.put((name, number))
    return name


async def main():
    queue = asyncio.Queue()
    results = await asyncio.gather(*(worker(name, queue) for name in "ab"))
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        log.append("cancelled")
    return results, queue.qsize(), [x async for x in produce(2)]


class Impatient(selectors.DefaultSelector):
    """A loop that has lost a callback for lack of memory would wait for ever."""

    def select(self, timeout=None):
        if timeout is None or timeout > 0:
            raise MemoryError("nothing wakes the loop")
        return super().select(timeout)


# A loop that ended without memory may have left itself here.
asyncio._set_running_loop(None)
log = []
with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(Impatient())) as runner:
    print(runner.run(main()), log)
