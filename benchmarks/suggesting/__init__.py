"""How well words are understood, on texts that nothing has learned from."""
