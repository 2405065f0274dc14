# Back references and lookahead that explode.
# ends: limit time, limit steps
import re
re.match(r"(?:(?=(a+))\1?a?)+c|(x+x+)+y", "a" * 10 + "x" * 50)
while True:
    re.match(r"(x+x+)+y", "x" * 40)
