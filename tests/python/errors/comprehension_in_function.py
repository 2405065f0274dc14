def rows(text):
    return [int(cell) for cell in text.split(",")]

rows("1,2,x")
