"""Halls of the demo city, a year of their sittings, and topics at each step in the personas' compounds."""

from __future__ import annotations

from linli.apps.deliberation.seeds.load import load

__all__ = ["load"]
