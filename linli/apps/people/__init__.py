"""Persons, ownership and residence of homes, households."""
