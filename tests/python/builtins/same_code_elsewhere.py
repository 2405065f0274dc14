# One code object in several namespaces.
code = compile("print(x)", "file", "exec")
x = 1
exec(code)
exec(code, {"x": 2})
exec(code, {}, {"x": 3})
exec(code)
exec(code, {"x": 4}, {})
expression = compile("x + len(y)", "file", "eval")
y = "ab"
print(eval(expression), eval(expression, {"x": 5, "y": ""}), eval(expression, {"y": "abc"}, {"x": 7}), eval(expression))


class Spaces(dict):
    def __missing__(self, key):
        return key


print(eval("a + b"  " + 'c'", {}, Spaces()))
