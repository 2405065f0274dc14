class Shape:
    sides = 4

print(Shape.side)
