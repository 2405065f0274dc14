# Coroutines that swallow cancellation, driven by hand.
# ends: limit time, limit steps
class A:
    def __await__(self):
        while True:
            try:
                yield
            except BaseException:
                pass
async def f():
    while True:
        try:
            await A()
        except BaseException:
            pass
c = f()
while True:
    c.send(None)
