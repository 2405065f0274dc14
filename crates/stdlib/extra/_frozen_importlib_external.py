"""CPython's name for importlib._bootstrap_external, which takes this module's place."""

import sys
from importlib import _bootstrap_external

sys.modules[__name__] = _bootstrap_external
