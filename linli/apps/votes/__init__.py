"""Owners' votes and residents' votes: two engines, never mixed, that anyone can recheck."""
