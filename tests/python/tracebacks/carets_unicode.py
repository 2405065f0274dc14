# Carets count columns, also after wide and combining characters.
größe = {"höhe": 1, "蛇": [1, 2], "e\u0301": 3}
print(größe["höhe"] + len("蛇蛇蛇") + größe["蛇"][7])
