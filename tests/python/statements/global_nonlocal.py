# global and nonlocal: reading, writing, creating, deleting; nested functions and classes.
counter = 0


def bump():
    global counter, created
    counter += 1
    created = f"created {counter}"


bump()
bump()
print(counter, created)


def outer():
    value = 1

    def middle():
        def inner():
            nonlocal value
            value += 10
            return value
        return inner

    f = middle()
    print(f(), f(), value)

    def delete():
        nonlocal value
        del value

    delete()
    try:
        value
    except NameError as e:
        print(type(e).__name__, e)

    def again():
        nonlocal value
        value = "back"

    again()
    print(value)


outer()


def shadows():
    counter = "local"

    def read():
        return counter

    def write():
        global counter
        counter = 100

    write()
    return counter, read()


print(shadows(), counter)


def class_in_function():
    name = "enclosing"

    class C:
        nonlocal name
        name = "written by the class body"
        other = name

    return name, C.other, hasattr(C, "name")


print(class_in_function())


class G:
    global from_class
    from_class = 5


print(from_class, hasattr(G, "from_class"))


class Body:
    counter = counter
    print(counter)
    counter = "class"
    listed = [counter for _ in range(1)]


print(Body.counter, Body.listed)


def comprehension():
    total = 0
    [total := total + i for i in range(5)]
    return total


print(comprehension())


def three():
    a = 1

    def f():
        nonlocal a
        a = 2

        def g():
            nonlocal a
            a = 3
        g()
    f()
    return a


print(three())


def for_global():
    global loop_variable
    for loop_variable in range(3):
        pass


for_global()
print(loop_variable)
