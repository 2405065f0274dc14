ValueError().add_note(5)
