ExceptionGroup("none", [])
