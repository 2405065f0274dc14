"""Joining many strings: one `join` copies once, many `+` copy again and again.

A string cannot change, so `a + b` makes a new string and copies both into it.
In a loop the part already done is copied every time.
"""

words = ["pit", "viper", "sees", "heat"] * 250

# With `+`: count what a plain implementation has to copy.
text = ""
copied = 0
for word in words:
    text = text + word
    copied += len(text)
print("characters in the result:    ", len(text))
print("characters copied with +:    ", copied)

# With join: the sizes are added up first, then everything is copied once.
joined = "".join(words)
print("characters copied with join: ", len(joined))
print("the results are equal:       ", joined == text)
print("times as much work:          ", copied // len(joined))

# Twice the words: join does twice the work, `+` four times.
text = ""
twice = 0
for word in words * 2:
    text = text + word
    twice += len(text)
print("twice the words, with +:     ", round(twice / copied, 1), "times as much")
print("twice the words, with join:  ", len("".join(words * 2)) / len(joined), "times as much")

# Whatever `+` gives is a new object; the old one stays as it was.
before = "egg"
after = before + "shell"
print("before:", before, "| after:", after, "| same object:", before is after)

# join takes any separator and anything that gives strings.
print(", ".join(word.upper() for word in words[:4]))
try:
    ", ".join(["a", 1])
except TypeError as error:
    print("TypeError:", error)
