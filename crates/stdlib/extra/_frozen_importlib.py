"""CPython's name for importlib._bootstrap, which takes this module's place."""

import sys
from importlib import _bootstrap

sys.modules[__name__] = _bootstrap
