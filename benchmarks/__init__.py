"""How fast, how much memory, and does anything get lost: `make bench`."""
