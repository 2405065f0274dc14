# f-strings: expressions, conversions, specs, nesting, = , quotes, multi-line.
name, n, x = "Ada", 42, 3.14159
print(f"{name} {n} {x} {name!r} {name!s:>5} {n:5d}|{n:<5}|{n:^5}|{n:05}|{x:.2f} {x:8.3f}|")
print(f"{n + 1} {n * 2 if n > 40 else 0} {[i for i in range(3)]} {{'literal'}} {{{n}}} {'nested ' + 'quotes'} {(lambda q: q * 2)(4)} {n!r:>6}")
print(f"{name=} {n=} {n = } {n + 1=} {x=:.2f} {name=!s} {name = !r:>8} {n=:05}")
width, prec = 10, 3
print(f"{x:{width}.{prec}}|{x:{width}.{prec}f}|{name:{'>'}{width}}|{name:*^{width}}|{n:{'0' + str(6)}}|{x:{'.1' + 'f'}}")
print(f"{'a' if n else 'b'}" f" adjacent {n}" " plain" rf" raw \n {n}", f"", f"{''}", f"{{}}", f"{n}{n}{n}")
print(f"""multi
{name}
  {n:>{width}}""", f"{
    n
    + 1
}", f'{name + "'" + '"'}', f"{"same quotes " + f"{n:{"04"}}"}")
print(f"{n:x} {n:#b} {n:o} {1000000:,} {0.25:%} {1e10:g} {True:d} {None} {...} {[1, 'a']} {{1: 2}} {(1,)} {name[0]} {name[1:]} {name.upper()} {d['k']}" if (d := {"k": "v"}) else "")


def f(v):
    print("called", v, end=" ")
    return v


print(f"{f(1)}{f(2):>{f(5)}}{f(3)}")
print(f"{name!a} {'é'!a} {'é'!r}", f"{n!s:*>5}", f"{'\n'.join(['a', 'b'])}", f"\x41\u0042{n}\N{SNAKE}\t|", f"{'\\'}", F"{n}", fr"{n}\d", Rf"{'x'}\{n}")
print(f"{x!r:.4}", f"{name:s}", f"{name:.2}", f"{name:5.1}|", f"{n:c}", f"{3:>{2 + 3}}", f"{n:{''}}", f"{lambda_ if (lambda_ := 5) else 0}", f"{(y := 10)} {y}", f"{n:=+10}", f"{-n:=10}")
for source in ("f'{n:d'", "f'{n!q}'", "f'{}'", "f'{n'", "f'}'", "f'{n:{x}'", "f'{a b}'", "f'{!r}'", "f'{n!}'", "f'{n! r}'", "f'{ }'", "f'{#}'", "f'{n:{n:{n:{n}}}}'"):
    try:
        eval(source)
        print(source, "fine")
    except SyntaxError as e:
        print(source, e.msg)
    except ValueError as e:
        print(source, "ValueError", e)
try:
    f"{missing}"
except NameError as e:
    print(e)
try:
    f"{name:d}"
except ValueError as e:
    print(e)


class C:
    def __format__(self, spec):
        return f"[{spec}]"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


c = C()
print(f"{c} {c:abc} {c!r} {c!s:>6} {c=} {c=!s} {c:{n}} {c:%H:%M} {c::}")


def scope():
    local = 1

    def inner():
        return f"{local} {[f'{local + i}' for i in range(2)]}"
    return inner()


print(scope(), (lambda v: f"<{v}>")(5), [f"{i}:{j}" for i in "ab" for j in (1, 2)], {f"k{i}": f"{i!r}" for i in range(2)})
deep = f"{f"{f"{f"{n}"}"}"}"
print(deep, f"{'{'}{'}'}", f"{"{n}"}", len(f"{n:>1000}"))
