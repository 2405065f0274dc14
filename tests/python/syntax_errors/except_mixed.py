# except and except* in one statement.
try:
    pass
except ValueError:
    pass
except* TypeError:
    pass
