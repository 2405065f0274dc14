import re

text = "2026-01-02 key=value other='x y' 10.0.0.1 <tag>body</tag> " * 3
for pattern in r"(\d{4})-(\d\d)", r"(?P<k>\w+)=(?P<v>\w+|'[^']*')", r"<(\w+)>(.*?)</\1>", r"(?:\d+\.){3}\d+", r"\b(?=k)\w+":
    print(re.findall(pattern, text)[:2], re.search(pattern, text).span())
print(re.split(r"[\s=]+", text)[:4], re.sub(r"\d", lambda match: str(int(match[0]) + 1), "a1b9"))
match = re.fullmatch(r"(?i)(a)(?:(b)|c)*", "ABC")
print(match.groups(), match.groupdict(), match.expand(r"\1!"), [m.start() for m in re.finditer("o", "foo boo")])
print(re.compile(r"(?x) a b # comment").match("ab"), re.escape("a.b*c"))
re.purge()
try:
    re.compile("(a")
except re.error as error:
    print(error)
