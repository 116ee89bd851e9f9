"""Ways to pages of higher apps, which stand only where those apps are installed."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse


def way(name: str, *args: object) -> str:
    """Return the address of the page, empty when no installed app has it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def report_at(place: str) -> str:
    """Return the address for reporting a matter with the place filled in (`b12`, `c12`)."""
    start = way("matters:report")
    return f"{start}?at={place}" if start else ""


def card_address(code: str) -> str:
    """Return what the QR card at the door says: the short address where a report begins."""
    short = way("matters:card", code) or reverse("places:by_card", args=[code])
    return f"{settings.BASE_URL}{short}"
