# Assignment to a call.
len("a") = 3
