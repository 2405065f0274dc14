# ladder: fresh
import json

print(json.dumps({"a": [1, 2.5, None, True], "b": "\u20ac\n"}), json.loads('{"x": [1, {"y": "z\\u00e9"}]}'))
