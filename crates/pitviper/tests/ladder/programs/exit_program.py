import sys


class Cleanup:
    def __del__(self):
        print("cleaned")


def work():
    cleanup = Cleanup()
    try:
        sys.exit(3)
    finally:
        print("finally", [1, 2])


work()
