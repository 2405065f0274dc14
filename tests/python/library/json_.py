# json: loads and dumps, options, errors, hooks, subclasses, files.
import io
import json
from collections import OrderedDict
from decimal import Decimal
from enum import IntEnum

doc = '{"a": [1, -2, 3.5e2, 1E-2, true, false, null], "b": {"c": "\\u00e9\\n\\ud83d\\ude00\\/"}, "": ""}'
value = json.loads(doc)
print(value, json.loads(doc.encode()), json.loads(b'\xef\xbb\xbf[1]'), json.loads('[1]'.encode('utf-16')))
print(json.dumps(value), json.dumps(value, ensure_ascii=False), json.dumps(value, separators=(',', ':')))
print(json.dumps({'b': [1, {}, []], 'a': {'x': None}}, indent=2, sort_keys=True))
print(json.dumps([1, [2, [3]]], indent='\t'), json.dumps((1, 'a', 2.0, 1e100, 12345678901234567890)))
print(json.dumps({1: 1, 2.5: 2, True: 3, None: 4, 'k': 5}), json.dumps({(1,): 1, 'a': 2}, skipkeys=True))
print(json.dumps([float('nan'), float('inf'), -float('inf')]), json.loads('[NaN, Infinity, -Infinity]'))
print(json.dumps('\x00\x1f"\\/\b\f\n\r\t\x7f\u2028é\U0001F600'), json.dumps('\ud800'), json.loads('"\\ud800"') == '\ud800')
for bad in ('', '[', '[1,', '[1 2]', '{"a"}', '{"a":}', '{a:1}', '{"a":1,}', '[1,]', '"abc', '"\\x"', '"\\u12"', '"\n"', 'nul', '1 2', '-', '01', '[1.]', "{'a':1}", '{"a":1 "b"}', '"\\', '\ufeff1'):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as e:
        print(repr(bad), '->', e, e.pos, e.lineno, e.colno)
for bad in ({1, 2}, {'a': [object]}, {(1, 2): 3}, [1j], {'k': {'z': b'x'}}):
    try:
        json.dumps(bad)
    except TypeError as e:
        print(e, e.__notes__ if hasattr(e, '__notes__') else None)
try:
    json.dumps([float('nan')], allow_nan=False)
except ValueError as e:
    print(e)
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as e:
    print(e)
print(json.loads('{"a": 1, "b": {"a": 2}}', object_hook=lambda d: sorted(d)), json.loads('{"a":1,"a":2}', object_pairs_hook=list))
print(json.loads('[1, 2.5, 3e2]', parse_int=str, parse_float=Decimal), json.loads('[NaN]', parse_constant=lambda c: c * 2))
print(json.loads('"a\tb"', strict=False), json.dumps(OrderedDict(z=1, a=2)))

class E(IntEnum):
    A = 1
class I(int): pass
class F(float): pass
class T(str): pass
class L(list): pass
print(json.dumps([E.A, I(5), F(2.5), T('t'), L([1])]), json.dumps({E.A: 1, T('k'): 2}))

class Enc(json.JSONEncoder):
    def default(self, o):
        return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps({'s': {3, 1}}, cls=Enc), Enc(indent=1).encode([{2}]), list(json.JSONEncoder().iterencode({'a': [1]})))
print(json.dumps({'c': 1 + 2j}, default=lambda c: [c.real, c.imag]))
out = io.StringIO()
json.dump({'k': [1, 2]}, out, indent=0)
print(repr(out.getvalue()), json.load(io.StringIO(' [1] \n')))
print(json.JSONDecoder().raw_decode('[1] tail'), json.loads('123456789012345678901234567890'), json.loads('-0'), json.loads('-0.0'), json.loads('1e400'))
print(json.loads('[' * 500 + ']' * 500) is not None, len(json.dumps(json.loads('[' * 400 + ']' * 400))))
print(json.dumps({'ключ': 'зн'}), json.loads('{"ключ": ["зн\\t", "日本"]}'))
