# ladder: single
# A callback that asyncio loses for lack of memory is waited for, unless someone stops the loop.
import asyncio


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


def stop(loop, context):
    print(repr(context.get("exception")))
    loop.stop()


log = []
with asyncio.Runner() as runner:
    runner.get_loop().set_exception_handler(stop)
    print(runner.run(main()), log)
