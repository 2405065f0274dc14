class Stack:
    def push(self, item):
        pass

    def twice(self, item):
        push(item)

Stack().twice(1)
