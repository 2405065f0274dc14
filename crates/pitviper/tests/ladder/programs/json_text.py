import json

data = {"name": "x" * 50, "list": list(range(30)), "nested": {"a": [{"b": None}, True, 1e100, -0.5]}, "é": "\ud83d\ude00\n"}
text = json.dumps(data, indent=2, sort_keys=True)
print(len(text), json.loads(text) == data, json.dumps(data, ensure_ascii=False)[:40])
for bad in '{"a": }', "[1, 2", '"\\u12"', "nul":
    try:
        json.loads(bad)
    except json.JSONDecodeError as error:
        print(error)
print(json.loads("[1, 2.5, 123456789012345678901234567890]", parse_float=str, object_hook=print))


class Other:
    pass


print(json.dumps([Other()], default=lambda other: [type(other).__name__]))
