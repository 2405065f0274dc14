"""print() asks the stream's own `write`, where a program put one."""
import sys

lines = []
original = sys.stdout.write
sys.stdout.write = lambda text: lines.append(text)
print("kept", 1)
sys.stdout.write = original
print(lines)
del sys.stdout.write
print("back")
sys.stdout.write("direct\n")
