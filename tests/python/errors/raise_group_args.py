ExceptionGroup("a")
