x = input("name: )
y = 5
