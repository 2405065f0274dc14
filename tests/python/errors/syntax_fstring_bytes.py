fb"{x}"
