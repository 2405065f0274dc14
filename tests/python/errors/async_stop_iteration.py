async def f():
    raise StopIteration(1)

f().send(None)
