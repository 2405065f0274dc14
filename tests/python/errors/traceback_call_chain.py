class B:
    def add(self, x):
        return self

    def build(self):
        return None

B().add(1).add(2).build().run()
