"""A string is a sequence of characters that never changes.

It can be indexed, sliced, looped over and searched like a list, but not
written to: every operation that seems to change a string makes a new one.
"""

word = "viper"

print("length:", len(word))
print("first and last:", word[0], word[-1])
print("slice:", word[1:4], "| backwards:", word[::-1])
print("contains 'ip':", "ip" in word)
print("one by one:", *word)
print("a character is a string of length one:", type(word[0]).__name__, len(word[0]))

try:
    word[0] = "V"
except TypeError as error:
    print("TypeError:", error)

upper = word.upper()
print("upper makes a new string:", upper, "| the old one:", word)
changed = "V" + word[1:]
print("so does slicing and adding:", changed)

# A list of characters can be changed, and joined again.
letters = list(word)
letters[0] = "w"
print("through a list:", "".join(letters))

# Because it cannot change, a string can be a dictionary key.
length = {word: len(word)}
print("found by an equal string:", length["".join(["vi", "per"])])

# Characters are not bytes: how many bytes one takes depends on the encoding.
for text in ["snake", "Schlange", "змея", "蛇", "🐍"]:
    print(f"{len(text)} characters, {len(text.encode())} bytes in UTF-8: {text}")

# Indexing counts characters, whatever they are.
mixed = "a蛇b🐍c"
print([mixed[i] for i in range(len(mixed))], mixed.index("🐍"), ord(mixed[3]))
