# ladder: fresh
import typing

T = typing.TypeVar("T")


class Box(typing.Generic[T]):
    def get(self) -> "T | None":
        return None


print(typing.get_type_hints(Box.get), Box[int], typing.Optional[str])
