"""The matters of the demo city: invented, seeded, obeying every rule."""

from __future__ import annotations

from linli.apps.matters.seeds.load import load

__all__ = ["load"]
