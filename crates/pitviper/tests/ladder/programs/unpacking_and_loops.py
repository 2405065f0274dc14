log = []
for a, (b, *c), [d] in [(1, (2, 3, 4), [5]), (6, "xyz", (7,))]:
    log.append((a, b, c, d))
for bad in "a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = 1,", "a, b = 5", "for x in 5: pass", "[*5]", "f(*5)", "{**5}", "del zz":
    try:
        exec(bad, {"f": print})
    except (ValueError, TypeError, NameError) as error:
        log.append(str(error))
number = 0
while number < 50:
    number += 1
    if number % 2:
        continue
    for other in range(number):
        if other > 10:
            break
    else:
        log.append([number])
else:
    log.append("ended")
x = y = [1]
x += y
log.append((x, x[0:1] or None, "a" if x else "b", not x, lambda: 0 is None, 1 if not [] else {}))
print(len(log), log[:8], log[-2])
assert number == 50, f"number is {number}"
