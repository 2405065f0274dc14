# An error inside awaited coroutines.
async def inner():
    return {}["missing"]


async def outer():
    return await inner()


try:
    outer().send(None)
except StopIteration:
    pass
