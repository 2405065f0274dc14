1 if x else y = 1
