print(f"{'a' + f'{1 + "b"}'}")
