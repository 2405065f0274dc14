table = {}
for number in range(300):
    table[f"key {number}"] = number
for number in range(0, 300, 3):
    del table[f"key {number}"]
print(len(table), list(table)[:3], table.pop("key 1"), table.setdefault("new", []), table.get("none"), "key 2" in table)
copy = dict(table, extra=1) | {"or": 2}
copy.update([("pair", 3)], word=4)
copy |= {"k": "v"}
print(len(copy), copy.popitem(), list(reversed(copy))[:1], copy.keys() & {"pair", "or"}, len(copy.keys() - table.keys()))
print(dict.fromkeys("abc", 0), {**{"a": 1}, "b": 2}, dict(zip("xy", [1, 2])), {1: "int", 1.0: "float", True: "bool"})
numbers = {number: str(number) for number in range(100)}
numbers.clear()
print(numbers, repr({"self": [1, {2: 3}]}), {(1, 2): 3}[1, 2], dict([["a", 1]]) == {"a": 1})


class Missing(dict):
    def __missing__(self, key):
        self[key] = [key]
        return self[key]


missing = Missing()
print(missing["a"], missing["b"], missing, list(missing.values()))
try:
    for key in table:
        table[key + "x"] = 1
except RuntimeError as error:
    print(error)
