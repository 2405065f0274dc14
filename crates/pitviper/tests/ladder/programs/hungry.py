# Grows until something says no, then goes on.
def grow():
    chunks = []
    for number in range(200):
        chunks.append(["x" * number, list(range(number)), {number: chunks[-1:]}])
    return len(chunks)


print(grow())
text = ""
for number in range(300):
    text += f"{number},"
parts = text.split(",")
print(len(text), len(parts), len(" ".join(parts)), len(text.encode()), len([part * 2 for part in parts]))
