# Calls with wrong arguments: the frame of the callee does not appear.
class Shape:
    def area(self, width, height, *, unit):
        return width * height


Shape().area(1, 2, 3, unit="m")
