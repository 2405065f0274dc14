"é".encode("ascii", "no-such-handler")
