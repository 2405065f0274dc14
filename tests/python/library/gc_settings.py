# gc's settings, faulthandler's tracebacks, dis and opcode as far as they do not show instructions.
import dis
import faulthandler
import gc
import opcode
import tempfile

print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), gc.get_threshold())
gc.set_threshold(100, 5)
print(gc.get_threshold(), gc.get_debug(), gc.set_debug(0), len(gc.get_count()), gc.callbacks, gc.garbage, gc.freeze(), gc.unfreeze())
print(gc.is_tracked([]), gc.is_tracked(1), gc.is_tracked('a'), gc.DEBUG_LEAK, gc.DEBUG_STATS | gc.DEBUG_SAVEALL)
for bad in (lambda: gc.set_threshold(), lambda: gc.set_threshold('x'), lambda: gc.set_debug(2**40)):
    try:
        bad()
    except (TypeError, OverflowError) as e:
        print(type(e).__name__)

def f(a, b=2):
    for x in a:
        b += x
    return b

print(list(line for _, line in dis.findlinestarts(f.__code__))[-1], all(isinstance(i, dis.Instruction) for i in dis.get_instructions(f)), len(list(dis.Bytecode(f))) > 3, dis.COMPILER_FLAG_NAMES[1], opcode.cmp_op[0])
print([line for line in dis.code_info(f).splitlines() if line.startswith(('Name', 'Argument', 'Positional', 'Kw'))], dis.pretty_flags(3), opcode.opmap[opcode.opname[5]] == 5 or True)
for bad in (lambda: dis.dis(3.5), lambda: dis.get_instructions(None).__next__()):
    try:
        bad()
    except TypeError as e:
        print(e)
print([(start >= 0, end > start) for start, end, line in f.__code__.co_lines()][-1], len(next(iter(f.__code__.co_positions()))))
with tempfile.TemporaryFile('w+') as out:
    def inner():
        faulthandler.dump_traceback(out, all_threads=False)
    inner()
    out.seek(0)
    print([line.rpartition(' in ')[2] for line in out.read().splitlines()])
print(faulthandler.is_enabled(), faulthandler.enable(), faulthandler.is_enabled(), faulthandler.disable())
