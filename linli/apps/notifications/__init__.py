"""What people are told: in Linli itself, by mail, by push; each chooses, and each can stop it."""
