async def inner():
    raise ValueError("inside")

async def outer():
    await inner()

outer().send(None)
