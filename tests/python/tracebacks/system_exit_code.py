# SystemExit with a number ends with that code and prints nothing.
try:
    raise SystemExit(3)
finally:
    print("finally runs")
