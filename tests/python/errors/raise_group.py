raise ExceptionGroup("problems", [ValueError("a"), KeyError("b")])
