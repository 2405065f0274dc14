# SystemExit with a text prints it and ends with code 1.
import sys

print("before")
sys.exit("goodbye")
