[n for n in range(3) if n / 0]
