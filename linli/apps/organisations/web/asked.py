"""What an address asks for: the area, the day, the kind; nonsense means the usual."""

from __future__ import annotations

import datetime as dt

from django.http import Http404

from linli.apps.organisations import access
from linli.apps.organisations.rules.kinds import Form, Kind
from linli.apps.places import queries as places
from linli.apps.places.queries import AreaRow
from linli.foundation import clock
from linli.foundation.keys import KEY_MAX
from linli.platform.access import Actor
from linli.platform.requests import Request

KEY_DIGITS_MAX = 19


def today() -> dt.date:
    return clock.local_date(clock.now())


def day_asked(request: Request) -> dt.date:
    """Return the day that the figures are wanted for, today when none or a wrong one is given."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()


def number_asked(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS_MAX
    return int(text) if is_number and int(text) <= KEY_MAX else 0


def kind_asked(request: Request) -> str:
    text = request.GET.get("kind", "")
    return text if text in set(Kind) else ""


def form_asked(request: Request) -> str:
    text = request.GET.get("form", "")
    return text if text in set(Form) else ""


def own_area(actor: Actor) -> int | None:
    """Return the area that the actor works for, the widest when there are several."""
    reach = actor.spans(*access.READERS)
    return max(reach, key=lambda over: over.high - over.low).low if reach else None


def area_asked(request: Request, actor: Actor) -> AreaRow:
    """Return the area whose figures the actor asks for and may see, else 404."""
    code = number_asked(request, "area") or own_area(actor)
    row = places.get_area(code) if code else None
    if row is None or not access.may_see_figures(actor, row.code):
        raise Http404
    return row
