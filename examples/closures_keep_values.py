"""A closure keeps the variables of the function around it alive.

When a function returns, its local names go.  A variable that an inner
function uses lives on in a small object of its own, a cell, for as long as
some inner function holds that cell.
"""


class Treasure:
    def __del__(self):
        print("  (the treasure is gone)")


def make_counter(start):
    count = start

    def step():
        nonlocal count
        count += 1
        return count

    def peek():
        return count

    return step, peek


step, peek = make_counter(10)
print("step:", step(), step())
print("both functions share one variable:", peek())
print("they hold the same cell:", step.__closure__[0] is peek.__closure__[0])

other_step, other_peek = make_counter(0)
other_step()
print("every call makes its own variable:", other_peek(), peek())


def hide():
    treasure = Treasure()
    return lambda: treasure


print("hide returns; its local variable lives on in the closure:")
find = hide()
print("still there:", type(find()).__name__)
print("dropping the closure drops the cell, and the cell its value:")
del find

# The cell holds the variable, not the value it had when the closure was made.
late = [lambda: number for number in range(3)]
print("late binding: ", [f() for f in late])
early = [lambda number=number: number for number in range(3)]
print("early binding:", [f() for f in early])
