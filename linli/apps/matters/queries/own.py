"""What is held about a reporter, what is due for Linli's own jobs, and who may see a photo."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404

from linli.apps.matters.access import TABLE, table_with
from linli.apps.matters.models import Matter
from linli.apps.matters.queries.pages import PHOTO_KINDS, read_reference
from linli.apps.matters.rules.clock import CLOSE_AFTER
from linli.platform.access import Actor, allowed
from linli.platform.models import StoredFile

EXPORTED_MAX = 5000


def list_unasked(*, now: dt.datetime, limit: int) -> tuple[int, ...]:
    """Return the keys of matters that were resolved long enough ago to close by themselves."""
    old = Matter.objects.filter(state="resolved", resolved_at__lte=now - CLOSE_AFTER)
    return tuple(old.order_by("resolved_at", "id").values_list("pk", flat=True)[:limit])


def may_see_photo(actor: Actor, file: StoredFile) -> bool:
    """Tell whether the actor may read the matter that a photo belongs to."""
    rows = Matter.objects.filter(pk=file.owner or 0)
    return allowed(rows, actor=actor, action="read", table=TABLE).exists()


def get_photo(
    *, actor: Actor, reference: str, key: str, follow_code: str | None = None
) -> StoredFile:
    """Return a photo of the matter for somebody who may read it, or raise `Http404`."""
    rows = Matter.objects.filter(reference=read_reference(reference))
    readable = allowed(rows, actor=actor, action="read", table=table_with(follow_code))
    photo = StoredFile.objects.filter(
        key=key[:43], kind__in=PHOTO_KINDS, owner__in=readable.values("pk")
    ).first()
    if photo is None:
        raise Http404
    return photo


def export_reporter(account: int) -> list[dict[str, Any]]:
    """Return everything that an account has reported, as JSON values."""
    return [
        {
            "reference": matter.reference,
            "kind": matter.kind,
            "state": matter.state,
            "received_at": matter.received_at.isoformat(),
            "words": matter.words,
            "answers": matter.answers,
            "place": matter.place_text,
            "answer": matter.answer,
            "contact": (
                {"name": matter.contact.name, "phone": matter.contact.phone}
                if hasattr(matter, "contact")
                else None
            ),
        }
        for matter in Matter.objects.filter(reporter=account)
        .select_related("contact")
        .order_by("id")[:EXPORTED_MAX]
    ]
