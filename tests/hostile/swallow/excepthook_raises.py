# excepthook that raises and vandalises.
# ends: ValueError, ZeroDivisionError, status 1, AttributeError, TypeError
import sys
def hook(*a):
    sys.excepthook = None
    sys.stderr = None
    raise ZeroDivisionError
sys.excepthook = hook
raise ValueError
