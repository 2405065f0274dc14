# Messages of everyday errors.
class C:
    pass


c = C()
for source in ["1 / 0", "1 // 0", "1 % 0", "1.0 / 0", "1.0 // 0", "1.0 % 0", "0 ** -1", "0.0 ** -1", "divmod(1, 0)", "1j / 0",
               "(-8) ** 0.5 and 1 // 0.0", "10.0 ** 400", "2.0 ** 10000", "[1][5]", "(1,)[5]", "'a'[5]", "b'a'[5]", "range(3)[5]",
               "[1]['a']", "(1,)['a']", "'a'['b']", "[1][1.0]", "{}['k']", "{}[5]", "{(1, 2): 3}[1]", "'a' + 1", "1 + 'a'",
               "'a' * 'b'", "[1] + (1,)", "(1,) + [1]", "b'a' + 'a'", "'a' % 1", "'%d' % 'x'", "-'a'", "~1.5", "not_defined",
               "c.attr", "C.attr", "'a'.attr", "(5).attr", "None.attr", "len.attr", "[].attr", "int('x')", "int('12a', 10)",
               "int('')", "int(' ')", "float('1.2.3')", "int(None)", "float(None)", "int(float('nan'))", "int(float('inf'))",
               "1 << -1", "1 >> -1", "1 << 'a'", "[].pop()", "[1].pop(7)", "{}.pop('k')", "set().pop()", "{}.popitem()",
               "[].remove(1)", "set().remove(1)", "'a'.index('b')", "[1].index(2)", "(1,).index(2)", "chr(-1)", "chr(1114112)",
               "ord('')", "''.join([1])", "next(iter([]))", "max([])", "min(())", "c()", "None()", "c[0]", "None[0]", "5 in 5",
               "iter(5)", "c < c", "c + c", "c += c" if 0 else "-c", "len(5)", "hash({})", "bytes([-1])", "bytes(['a'])",
               "bytearray([300])", "'\\ud800'.encode()", "b'\\xff'.decode()", "b'\\xe2\\x82'.decode()", "'é'.encode('ascii')",
               "b'\\x80'.decode('ascii')", "'a'.encode('nope')", "'é'.encode('latin-1', 'nope')", "'€'.encode('latin-1')",
               "int('9' * 5000)", "str(10 ** 5000)", "'{}'.format()", "'{a}'.format()", "'{0.x}'.format(1)", "'{!z}'.format(1)",
               "format(1, 'zz')", "format('a', 'd')", "f'{1:s}'", "'%s'.__mod__", "'%s %s' % 1", "'%s' % (1, 2)", "'%(a)s' % 1",
               "'%y' % 1", "__import__('nope')", "__import__('')", "isinstance(1, 1)", "round(float('inf'))", "[0] * 2 ** 63", "'a' * 2 ** 63",
               "sum('ab')", "sorted([1, None])", "range(2 ** 100)[2 ** 99:].__len__()", "slice(1).indices()", "pow(2, 3, 0)", "pow(2.0, 3, 5)",
               "complex(1, 'a')", "dict([1, 2])", "dict(['abc'])", "zip([1], [1, 2], strict=True).__next__()", "memoryview(5)" if 0 else "bytes(-5)"]:
    if source == "'%s'.__mod__":
        continue
    try:
        print(source, "->", repr(eval(source)))
    except Exception as e:
        print(source, "->", type(e).__name__ + ":", e)
