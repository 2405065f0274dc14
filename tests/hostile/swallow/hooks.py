# excepthook, unraisablehook and displayhook that loop.
# ends: limit time, limit steps, ok
import sys
def loop(*a):
    while True:
        try:
            while True: pass
        except BaseException:
            pass
sys.excepthook = sys.unraisablehook = sys.displayhook = loop
class C:
    def __del__(self): 1 / 0
C()
