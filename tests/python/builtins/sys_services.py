# Small services of sys.
import itertools
import sys

print(sys._clear_type_cache.__name__, sys._clear_internal_caches())
print(sys.call_tracing(max, (1, 5)), sys.is_stack_trampoline_active(), sys.deactivate_stack_trampoline())
for arguments in [(max, [1]), (max, None)]:
    try:
        sys.call_tracing(*arguments)
    except TypeError as error:
        print(error)
print("__module__" in vars(itertools.chain), itertools.chain.__module__, "__module__" in vars(dict), dict.__module__)
