async def f():
    return 1

c = f()
try:
    for x in c:
        pass
finally:
    c.close()
