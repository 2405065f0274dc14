# Looks for text in a giant text again and again.
# ends: limit time, limit steps
s = "x" * 10_000_000
while True:
    "xy" in s
    s.count("xx")
    s.find("y")
    s.rfind("xxy")
    s.strip("x")
    s.isalpha()
    s == s[:-1] + "y"
