# A dictionary entry without value.
d = {"a": 1, "b": }
