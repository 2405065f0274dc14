# Did you mean, for a keyword argument.
def paint(colour, width=1):
    return colour, width


paint(color="red")
