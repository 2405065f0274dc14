raise ExceptionGroup("outer", [ExceptionGroup("inner", [TypeError(1)]), OSError("disk")])
