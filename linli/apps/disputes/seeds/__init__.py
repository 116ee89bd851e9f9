"""The disputes of the demo city: invented, seeded, obeying every rule."""

from __future__ import annotations

from linli.apps.disputes.seeds.load import load

__all__ = ["load"]
