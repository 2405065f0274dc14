# An async loop that schedules itself for ever.
# ends: limit time, limit steps
async def ready(): pass
async def forever():
    while True:
        await ready()
        async with Manager(): pass
        async for x in numbers():
            pass
class Manager:
    async def __aenter__(self): return self
    async def __aexit__(self, *a): return True
async def numbers():
    for i in range(10):
        yield i
c = forever()
while True:
    try:
        c.send(None)
    except BaseException:
        pass
