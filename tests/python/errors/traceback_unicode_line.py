größe = {"é": 1}; print("→", größe["è"])
