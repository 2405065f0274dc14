# What a program put into `sys` dies with it, when the standard streams are gone.
import struct
import sys


class Loud:
    def __init__(self):
        self.pack = struct.pack

    def __del__(self):
        print("never seen")
        self.pack("I", -42)


class Kept:
    def __del__(self):
        print("a name of the module dies before", sys is not None)


sys.loud = Loud()
kept = Kept()
