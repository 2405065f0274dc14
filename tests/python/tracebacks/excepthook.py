# sys.excepthook replaces the printing.
import sys


def hook(kind, value, tb):
    print("hook got", kind.__name__, value, tb.tb_lineno)


sys.excepthook = hook
1 / 0
