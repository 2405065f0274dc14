# str: replace, translate, maketrans, removeprefix, removesuffix, expandtabs.
s = "one two one two one"
print(s.replace("one", "1"), s.replace("one", "1", 2), s.replace("one", "1", 0), s.replace("one", "1", -1), s.replace("z", "y"), s.replace("one", ""), s.replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "".replace("a", "b"), "aaa".replace("aa", "b"), "aaa".replace("a", "aa"))
print(s.replace("o", "0", count=2), "a蛇b".replace("蛇", "x"), "axb".replace("x", "🐍"), "aaaa".replace("a", "ab"), "abab".replace("ab", "a"), "x" * 5, ("ab" * 100).replace("ab", "c").count("c"))
for f in (lambda: "a".replace(1, "b"), lambda: "a".replace("a", None), lambda: "a".replace("a", "b", "c"), lambda: "a".replace("a")):
    try:
        f()
    except TypeError as e:
        print(e)
table = str.maketrans("abc", "xyz")
print(table, "aabbcc-d".translate(table), "abcdef".translate(str.maketrans("ab", "AB", "cd")), "abc".translate({97: "long", 98: None, 99: 0x1F40D}), "abc".translate({}), str.maketrans({"a": "1", 98: "2", "c": None}), "abc".translate(str.maketrans({"a": "1", 98: "2", "c": None})))
print("hello".translate("".join(chr(i ^ 1) for i in range(128))), "äb".translate({0xE4: "ae"}), "蛇a".translate({0x86C7: "snake"}))


class Table:
    def __getitem__(self, code):
        if code == 98:
            raise LookupError
        if code == 99:
            return None
        return chr(code).upper()


print("abcd".translate(Table()))
for f in (lambda: str.maketrans("ab", "c"), lambda: str.maketrans("a"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans(1, 2), lambda: "a".translate(5), lambda: "a".translate({97: 1.5}), lambda: "a".translate({97: -1}), lambda: "a".translate({97: 0x110000}), lambda: str.maketrans({1.5: "a"})):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print("unhappy".removeprefix("un"), "unhappy".removeprefix("x"), "file.py".removesuffix(".py"), "file.py".removesuffix(".txt"), "aaa".removeprefix("a"), "a".removesuffix("a") == "", "abc".removesuffix(""), "".removeprefix("x"))
print(repr("a\tb\tc".expandtabs()), repr("a\tb".expandtabs(4)), repr("\t".expandtabs(2)), repr("abc\tde\n\tx".expandtabs(4)), repr("a\tb".expandtabs(0)), repr("a\tb".expandtabs(-1)), repr("蛇\tb".expandtabs(4)), repr("a\tb".expandtabs(tabsize=2)), repr("ab\r\tc".expandtabs(4)))
rot13 = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
print("hello world".translate(rot13), "hello world".translate(rot13).translate(rot13))
t = "spam"
for a, b in (("s", "sp"), ("p", ""), ("a", "aa"), ("m", "m")):
    t = t.replace(a, b)
    print(t, end=" ")
print()
vowels = str.maketrans("", "", "aeiou")
print("the quick brown fox jumps".translate(vowels), "".join(c for c in "the quick" if c not in "aeiou"))
