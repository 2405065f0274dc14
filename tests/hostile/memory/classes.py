# Makes classes for ever and keeps them.
# ends: MemoryError
import gc
def main():
    kept = []
    while True:
        kept.append(type("C", (), {"method": lambda self: 1}))
try:
    main()
except MemoryError as error:
    error.__traceback__ = None
    gc.collect()
    raise
