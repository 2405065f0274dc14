# Template strings (PEP 750): parts, interpolations, conversions, nesting.
name = "World"
value = 3.14159
t = t"Hello {name!r:>10} and {value:.2f}{name}"
print(type(t).__name__, t.strings, t.values)
for i in t.interpolations:
    print(i.value, repr(i.expression), i.conversion, repr(i.format_spec))
print([p if isinstance(p, str) else ("value", p.value) for p in t])
print(t"plain".strings, t"plain".interpolations, t"".strings, list(t""))


def render(template):
    out = []
    for part in template:
        if isinstance(part, str):
            out.append(part)
        else:
            v = part.value
            if part.conversion:
                v = {"r": repr, "s": str, "a": ascii}[part.conversion](v)
            out.append(format(v, part.format_spec))
    return "".join(out)


print(render(t))
print(render(t"{1 + 1} {{braces}} {'q'!s:*^5}"))
width = 8
u = t"{value:{width}.{1}f}"
print(u.interpolations[0].format_spec, render(u))
print(t"{ name }".interpolations[0].expression, t"{name=}".strings, t"{name=}".interpolations[0].conversion)
print((t"a{1}" + t"b{2}c").strings, (t"a{1}" + t"b{2}c").values)
print(t"one" t" two".strings)
try:
    t"a" + "b"
except TypeError as e:
    print(e)
print(t"{1}{2}".strings, t"{(lambda: 5)()}".values, rt"\n{1}".strings)
print(t"{t'{1}'}".values[0].strings)
