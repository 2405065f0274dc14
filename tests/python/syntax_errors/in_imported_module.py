# A syntax error in a module that is imported, after output of the importing file.
import sys

sys.path.insert(0, "modules")
print("before")
import broken_syntax
