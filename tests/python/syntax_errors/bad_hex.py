# A hexadecimal number without digits, a binary one with a wrong digit.
x = 0b102
