# A __future__ feature that does not exist.
from __future__ import braces_please
