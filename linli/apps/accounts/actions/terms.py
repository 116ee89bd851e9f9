"""Ending a dated link at once, whenever it began."""

from __future__ import annotations

import datetime as dt

from linli.platform.dated import DatedLink


def close_term(link: DatedLink, today: dt.date) -> None:
    """End the link so that it no longer holds today.

    A link that begins today or later has held on no whole day: its row goes, and the journal keeps
    that it was there. The key stays on `link` for the journal's line.
    """
    if link.valid_from >= today:
        key = link.pk
        link.delete()
        link.pk = key
        return
    link.valid_to = today
    link.save(update_fields=["valid_to"])
