class C:
    def __enter__(self):
        pass

    def __exit__(self, *args):
        pass

async def f():
    async with C():
        pass

f().send(None)
