assert len(5) == 1
