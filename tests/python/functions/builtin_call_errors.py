# Messages of builtin functions and methods called with wrong arguments.
def t(source):
    try:
        print(source, "->", eval(source))
    except (TypeError, ValueError) as e:
        print(source, "->", type(e).__name__, e)


for s in ["len()", "len(1, 2)", "len(x=1)", "len(5)", "abs()", "abs('a')", "ord()", "ord('ab')", "ord(5)",
          "chr('a')", "isinstance(1)", "isinstance(1, 2)", "issubclass(1, int)", "issubclass(int, 5)",
          "getattr(1)", "getattr(1, 2)", "setattr(1, 2, 3)", "hasattr(1, 1)", "int(1, 2)", "int('a', 99)",
          "int([])", "float('x')", "float([])", "float(1, 2)", "str(1, 2, 3, 4)", "sum()", "sum(5)",
          "sum(['a'], '')", "sum([1, 'a'])", "max()", "max(5)", "max([])", "min(1, 'a')", "sorted()",
          "sorted(5)", "sorted([1, 'a'])", "sorted([], bad=1)", "range()", "range(1, 2, 0)", "range(1.5)",
          "range(1, 2, 3, 4)", "zip(5)", "enumerate()", "map(len)", "map()", "filter(None)", "iter(5)",
          "next(5)", "reversed(5)", "divmod(1)", "pow(2)", "pow(2, -1, 0)", "round('a')", "round(1.5, 'a')",
          "hash([])", "id()", "bin(1.5)", "callable()", "list(1, 2)", "tuple(5)", "dict(5)", "dict([1])",
          "dict([(1, 2, 3)])", "set(5)", "set(1, 2)", "bytes('a')", "bytes(-1)", "bytes([256])", "complex('a')",
          "slice()", "type(1, 2)", "type()", "print(1, end=5)", "print(1, sep=5)", "print(x=1)",
          "'a'.join()", "'a'.join(5)", "'a'.join([1])", "'a'.split(5)", "'a'.split('')", "'a'.replace('b')",
          "'abc'.index('z')", "'a'.center()", "'a'.center('b')", "[].append()", "[].append(1, 2)",
          "[].insert(1)", "[].index(1)", "[].remove(1)", "[].extend(5)", "[].sort(1)",
          "{}.update(5)", "{}.get()", "{}.pop()", "{}.fromkeys()", "{}.update([1])", "set().add()",
          "(1).bit_length(1)", "b''.decode(5)", "'a'.encode(5)", "str.upper()", "str.upper(5)",
          "list.append([1])", "dict.get(1, 2)", "int.__add__(1)", "int.from_bytes()"]:
    t(s)
