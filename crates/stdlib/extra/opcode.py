"""Pitviper's opcodes, for dis and others that look at bytecode.

Instructions work on registers; each has up to three operands, which are variables, temporaries, constants or names.
What in CPython's module is about a value stack is not here.
"""

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap",
           "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname",
           "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

import _opcode
from _opcode_metadata import HAVE_ARGUMENT, opmap

opname = list(opmap)
cmp_op = ('<', '<=', '==', '!=', '>', '>=')

# There is no such prefix.
EXTENDED_ARG = -1

hasarg = list(opmap.values())
hasjump = hasjrel = _opcode.jumps()
hasjabs = []
hasexc = []
hasconst = [number for name, number in opmap.items() if 'CONST' in name.upper()]
hasname = [number for name, number in opmap.items()
           if any(part in name.upper() for part in ('GLOBAL', 'ATTR', 'NAME', 'IMPORT', 'METHOD'))]
hasfree = [number for name, number in opmap.items() if 'FREE' in name.upper() or 'CELL' in name.upper()]
haslocal = []
hascompare = [number for name, number in opmap.items() if name.upper().startswith('COMPARE')]


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Not available: the instructions use registers."""
    raise NotImplementedError("Pitviper's bytecode has registers and no value stack: there is no stack effect")


# Who looks for global names in bytecode asks for the instructions by CPython's names.
opmap = opmap | {cpython: opmap[own] for own, cpython in (
    ('LoadGlobal', 'LOAD_GLOBAL'), ('StoreGlobal', 'STORE_GLOBAL'), ('DeleteGlobal', 'DELETE_GLOBAL'),
    ('LoadName', 'LOAD_NAME'), ('StoreName', 'STORE_NAME'), ('DeleteName', 'DELETE_NAME'),
    ('LoadAttr', 'LOAD_ATTR'), ('StoreAttr', 'STORE_ATTR'), ('DeleteAttr', 'DELETE_ATTR'),
    ('ImportName', 'IMPORT_NAME'), ('ImportFrom', 'IMPORT_FROM'))}
