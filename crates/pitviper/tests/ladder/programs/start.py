# Not run: making an interpreter.
