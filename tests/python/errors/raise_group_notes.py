g = ExceptionGroup("g", [ValueError("v")])
g.add_note("about the group")
g.exceptions[0].add_note("about the value")
raise g
