# Did you mean, for an attribute.
class Snake:
    def __init__(self):
        self.length = 3


print(Snake().lenght)
