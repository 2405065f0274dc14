"""Whether other processes can be looked into: sys.remote_exec() needs it."""

import sys as _sys

PROCESS_VM_READV_SUPPORTED = _sys.platform == 'linux'
