# A missing comma between items.
items = [1, 2 3, 4]
