"""Meetings: one engine, kinds as data."""
