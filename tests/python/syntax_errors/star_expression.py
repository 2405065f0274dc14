# A starred expression alone.
x = *[1, 2]
