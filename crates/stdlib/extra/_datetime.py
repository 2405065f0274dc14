"""The classes of `datetime`, which are Python here."""

from _pydatetime import *
from _pydatetime import __doc__
