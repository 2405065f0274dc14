# A dictionary entry without colon.
d = {"a": 1, "b" 2}
