"""Decisions about meetings on plain data."""
