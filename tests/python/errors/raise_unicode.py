raise ValueError("größe → ∞")
