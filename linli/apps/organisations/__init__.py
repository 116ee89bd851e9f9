"""Organisations, posts, appointments, coverage: who answers for what."""
