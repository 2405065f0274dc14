raise OSError(18, "Cross-device", "a", None, "b")
