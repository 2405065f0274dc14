ExceptionGroup("bad", [1])
