# A module with more than 65,536 names and constants: names of variables and attributes, imports, functions behind them.
COUNT = 66_000

lines = [f"v{i} = 'text {i}'" for i in range(COUNT)]
lines += [
    "import sys as last_module",
    "from os import path as last_path, sep as last_sep",
    "def last(a, b='default of the last'):",
    "    return a, b, v7, v65999",
    "class Last:",
    "    attribute_of_last = 'constant of last'",
    "    def method_of_last(self): return self.attribute_of_last",
    "o = Last()",
    "o.other_attribute_of_last = 5",
    "o.other_attribute_of_last += 2",
    "results = [last('argument'), o.method_of_last(), o.other_attribute_of_last, v0, v65535, v65536, v65999]",
    "del o.other_attribute_of_last",
    "results.append(hasattr(o, 'other_attribute_of_last'))",
    "del v65998",
    "try: v65998",
    "except NameError as e: results.append(str(e))",
    "results.append(last_module.__name__ + last_path.basename('/a/b') + last_sep)",
    "results.append([w65000 for w65000 in 'abc'])",
]
namespace = {"__name__": "many"}
exec(compile("\n".join(lines), "many", "exec"), namespace)
for result in namespace["results"]:
    print(result)
print(sum(name.startswith("v") for name in namespace))

# In a function: attributes and globals.
lines = ["def many(o):"]
lines += [f"    o.a{i} = g{i}" for i in range(40_000)]
lines += ["    global g39999", "    return o.a39999, g39998"]
lines[1:1] = [lines.pop(-2)]
namespace = {f"g{i}": i for i in range(40_000)}
exec("\n".join(lines), namespace)


class Holder:
    pass


holder = Holder()
print(namespace["many"](holder), namespace["many"](holder), len(vars(holder)), holder.a32768)
print(len(namespace["many"].__code__.co_names), namespace["many"].__code__.co_names[-1])

# And constants in front of functions and classes.
lines = ["values = []", *[f"values.append({i}.5)" for i in range(COUNT)]]
lines += ["def behind(x=1): return x + 0.25", "f = lambda: 'lambda'", "class C:\n    y = 3", "print(behind(), f(), C.y, len(values))"]
exec("\n".join(lines), {})
