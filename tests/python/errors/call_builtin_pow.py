pow(1)
