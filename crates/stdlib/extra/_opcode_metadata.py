"""The opcodes of Pitviper's bytecode by name."""

import _opcode

opmap = {name: number for number, name in enumerate(_opcode.names())}

_specializations = {}
_specialized_opmap = {}

HAVE_ARGUMENT = 0
MIN_INSTRUMENTED_OPCODE = len(opmap)
