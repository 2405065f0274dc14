lines = []
for number in range(60):
    lines.append(f"def function{number}(a, b={number}):\n    c = a + b * {number}\n    return [c, 'text {number}', {number}.5]")
    lines.append(f"value{number} = function{number}({number})")
space = {}
exec("\n".join(lines), space)
print(len(space), space["value59"])
