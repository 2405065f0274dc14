"""What the fuzz targets found in the library (docs/fuzzing.md)."""

import _json
import json


def told(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


# No quote is before the beginning.
told(_json.scanstring, "abc", 0)
told(_json.scanstring, "abc", 1)
told(_json.scanstring, "", 0)
told(_json.scanstring, "abc", 4)
told(json.loads, '"abc')

# The base is looked at before the value.
told(int, [1], 37)
told(int, [1], 16)
told(int, "1", 1)
told(int, b"1", -5)
