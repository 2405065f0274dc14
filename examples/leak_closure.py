"""A leak through a closure.

A callback that uses one small thing from around it keeps the variable it
names, and with it all that the variable leads to.  `gc.get_referrers` shows
who holds an object, step by step.
"""

import gc


class Document:
    def __init__(self, title):
        self.title = title
        self.pages = ["page"] * 1000

    def __del__(self):
        print(f"  ({self.title} is closed)")


handlers = []


def open_document(title):
    document = Document(title)
    handlers.append(lambda: print("  reminder about", document.title))
    return len(document.pages)


print("opened, pages:", open_document("Report"))
print("the function has returned, but the document is not closed")

gc.collect()
(leaked,) = [thing for thing in gc.get_objects() if isinstance(thing, Document)]
print("found among the living:", leaked.title)


def holders(thing, *known):
    """What refers to the thing, apart from this program's own names."""
    known = [globals(), *known]
    return [holder for holder in gc.get_referrers(thing) if not any(holder is other for other in known)]


(cell,) = holders(leaked)
print("it is held by a", type(cell).__name__, "- which holds it:", cell.cell_contents is leaked)
function = handlers[0]
print("the cell belongs to", function.__name__, "- variable", function.__code__.co_freevars)
print("and that is in the list of handlers:", any(holder is handlers for holder in holders(function)))
del leaked, cell, function

print("the remedy: close over the title alone")
handlers.clear()


def open_document(title):
    document = Document(title)
    title = document.title
    handlers.append(lambda: print("  reminder about", title))
    return len(document.pages)


print("opened, pages:", open_document("Letter"))
handlers[0]()

print("a recursive inner function is a ring of its own:")


def walk(depth):
    document = Document("Directory")

    def step(level):
        return document.title if level == 0 else step(level - 1)

    return step(depth)


gc.disable()
print("  walked", walk(3))
print("  the ring of function and cell keeps the document until it is collected")
gc.collect()
