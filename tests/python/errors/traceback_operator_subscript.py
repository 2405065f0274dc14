data = {"rows": [1, 2]}
print(data["rows"][0]["name"] + 1)
