# Brackets that do not match.
items = [1, 2, (3, 4]
