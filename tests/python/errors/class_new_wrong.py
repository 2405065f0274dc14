int.__new__(str)
