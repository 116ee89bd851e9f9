"""Decisions about disputes, on plain facts; no framework."""
