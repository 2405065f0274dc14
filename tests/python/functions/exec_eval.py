# eval, exec, compile: namespaces, modes, code objects, errors.
x = "global"
print(eval("1 + 2"), eval("x"), eval(" x "), eval("x", {"x": "given"}), eval("a + b", {"a": 1}, {"b": 2}))
ns = {}
exec("y = 5\ndef f():\n    return y * 2", ns)
print(ns["y"], ns["f"](), "__builtins__" in ns, sorted(k for k in ns if k != "__builtins__"))


def local():
    v = 1
    exec("v = 2; w = 3")
    try:
        w
    except NameError as e:
        print(e)
    return v, eval("v + 10")


print(local())
g, l = {"n": 1}, {}
exec("n = 2; m = n; global k; k = 7", g, l)
print(g["n"], g["k"], l)


class Namespace(dict):
    def __missing__(self, key):
        return f"<{key}>"


print(eval("p + q", {}, Namespace()))
out = Namespace()
exec("a = b\nclass C:\n    z = 1", {}, out)
print(sorted(out), out["a"])
try:
    exec("a = 1\nclass C:\n    z = a", {}, {})
except NameError as e:
    print("class bodies do not see the locals of exec:", e)
code = compile("a * 2", "name", "eval")
print(eval(code, {"a": 21}), code.co_filename, code.co_name)
code = compile("z = 1\nz + 1\n", "name", "exec")
print(exec(code), z)
for shown in ("1 + 1", "'shown'; 5; None", "x = 3"):
    exec(compile(shown, "name", "single"))
exec(compile("for i in range(2): i * 10\n", "name", "single"))
print(exec("pass"), eval("None"))
for source, mode in (("a = 1", "eval"), ("1 +", "exec"), ("1; 2", "eval"), ("", "eval"), ("x = 1\ny = 2", "single"),
                     ("def", "exec"), ("1", "bad mode")):
    try:
        compile(source, "file", mode)
        print(repr(source), mode, "fine")
    except (SyntaxError, ValueError) as e:
        print(repr(source), mode, type(e).__name__, e)
for bad in (5, None, [1]):
    try:
        eval(bad)
    except TypeError as e:
        print(e)
    try:
        exec(bad)
    except TypeError as e:
        print(e)
try:
    eval("1", 5)
except TypeError as e:
    print(e)
try:
    exec("1", {}, 5)
except TypeError as e:
    print(e)
try:
    eval("nothing_here")
except NameError as e:
    print(e)
try:
    eval("len('a')", {"__builtins__": {}})
except NameError as e:
    print(e)
print(eval("len('abc')", {"__builtins__": {"len": lambda s: 42}}))
print(eval(b"1 + 1"), eval(bytearray(b"2 * 3")), eval("'\\u00e9' + '\u00e9'"))
print(eval("[i for i in range(n)]", {"n": 3}), eval("(lambda: x)()"), eval("\t 5"))
exec("import sys as system\nfrom math import pi")
print(system.maxsize > 0, pi)
print(eval("eval('eval(\"1 + 1\")')"))


def closure():
    v = 5

    def inner():
        return v
    code = inner.__code__
    exec(compile("print('exec with closure')", "f", "exec"))
    exec(code, closure=inner.__closure__)
    try:
        exec(code)
    except TypeError as e:
        print(e)


closure()
