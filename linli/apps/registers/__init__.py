"""Registers of the city brought in from tables and taken away as tables."""
