name, values = "world", [1, 2, 3]
template = t"hello {name!r:>10} and {values} {1 + 1 = }"
print(template.strings, [part.expression for part in template.interpolations], template.values)


def render(template):
    return "".join(part if isinstance(part, str) else format(str(part.value), part.format_spec) for part in template)


print(render(template), render(t"{name}" + t" {name:>8}"))
type Alias[T] = list[T] | None


def generic[T: int, *Ts, **P](value: T) -> Alias[T]:
    return value


class Box[T]:
    item: T


print(Alias, generic.__type_params__, Box[int], Alias.__value__, Box.__parameters__, list[int] | str, dict[str, int].__args__)
