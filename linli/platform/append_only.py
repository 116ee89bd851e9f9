"""Tables to which rows are only ever added: use `AppendOnly("JournalLine")` in `0002_guards.py`."""

from __future__ import annotations

from linli.platform.guards import AppendOnly

__all__ = ["AppendOnly"]
