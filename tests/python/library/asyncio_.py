# asyncio: tasks, gathering, queues, timeouts, cancellation, streams of events, locks, socket pairs.
import asyncio
import socket

async def work(name, delay, log):
    await asyncio.sleep(delay)
    log.append(name)
    return name.upper()

async def main():
    log = []
    print(await asyncio.gather(work('b', 0.02, log), work('a', 0.01, log)), log)
    task = asyncio.create_task(work('t', 10, log), name='long')
    await asyncio.sleep(0)
    print(task.done(), task.get_name(), task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print('cancelled', task.cancelled())
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except TimeoutError as e:
        print('timeout', repr(e))
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError:
        print('wait_for')
    queue = asyncio.Queue(2)
    async def producer():
        for i in range(3):
            await queue.put(i)
    async with asyncio.TaskGroup() as group:
        group.create_task(producer())
        got = group.create_task(consume(queue))
    print(got.result(), queue.empty())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(asyncio.sleep(5))
    except* ValueError as e:
        print(e.exceptions)
    lock, event = asyncio.Lock(), asyncio.Event()
    async with lock:
        print(lock.locked())
    asyncio.get_running_loop().call_later(0.01, event.set)
    print(await event.wait(), lock.locked())
    done, pending = await asyncio.wait([asyncio.create_task(work('x', 0, log)), asyncio.create_task(work('y', 1, log))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), [t.result() for t in done])
    for t in pending:
        t.cancel()
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(future.set_result, 'set')
    print(await future, [await f for f in asyncio.as_completed([work('q', 0, log)])], await asyncio.shield(work('s', 0, log)))
    async def ticks():
        for i in range(3):
            yield i
            await asyncio.sleep(0)
    print([i async for i in ticks()])
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    loop.add_reader(a, lambda: (log.append(a.recv(10)), loop.remove_reader(a)))
    b.send(b'ping')
    await asyncio.sleep(0.01)
    print(log[-1])
    a.close()
    b.close()
    return 'end'

async def consume(queue):
    return [await queue.get() for _ in range(3)]

async def fail():
    raise ValueError('in task')

print(asyncio.run(main()))
with asyncio.Runner() as runner:
    print(runner.run(work('r', 0, [])))
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
