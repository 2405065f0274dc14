# list(zip(..., strict)) and tuple over endless.
# ends: MemoryError
import itertools
tuple(zip(itertools.count(), itertools.count(), strict=True))
