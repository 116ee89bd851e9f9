"""Codes of sides, kept in the session: an address with a code in it would stay in the history."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

KEPT: Final = "disputes.codes"
SENT: Final = "disputes.sent"
KEPT_MAX: Final = 5


def remember(request: HttpRequest, reference: str, code: str) -> None:
    """Keep the code for this visit."""
    held = dict(request.session.get(KEPT, {}))
    held.pop(reference, None)
    held[reference] = code
    request.session[KEPT] = dict(list(held.items())[-KEPT_MAX:])


def code_for(request: HttpRequest, reference: str) -> str | None:
    """Return the code that was shown for the dispute in this visit."""
    code: str | None = request.session.get(KEPT, {}).get(reference)
    return code


def held_references(request: HttpRequest) -> list[str]:
    return list(request.session.get(KEPT, {}))


def forget(request: HttpRequest) -> None:
    """Forget every code: on a device that others use too."""
    request.session.pop(KEPT, None)
    request.session.pop(SENT, None)


def spaced(code: str) -> str:
    """Return a code in groups of four, to read out.

    >>> spaced("ABCD2345EFGH")
    'ABCD 2345 EFGH'
    """
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
