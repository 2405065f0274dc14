raise AttributeError("made by hand")
