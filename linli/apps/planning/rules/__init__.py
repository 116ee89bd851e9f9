"""Decisions of the studio on plain facts."""
