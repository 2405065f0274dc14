class C:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *args):
        pass

with C():
    pass
