# ladder: fresh
from dataclasses import asdict, dataclass, field, replace


@dataclass(order=True)
class Item:
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list)


item = Item("a", 2.5, ["x"])
print(item, item < Item("b"), replace(item, name="c"), asdict(item))
