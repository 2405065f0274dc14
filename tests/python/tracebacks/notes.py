# Notes are printed under the message.
e = ValueError("with notes")
e.add_note("the first note")
e.add_note("the second note,\nin two lines")
raise e
