class C:
    def __aiter__(self):
        return 5

async def f():
    async for x in C():
        pass

f().send(None)
