def plain():
    pass

async def f():
    await plain()

f().send(None)
