"""Writing dated rows: a clash that the database refuses becomes a sentence with a way on."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from linli.foundation.refusals import Refused
from linli.platform.dated import DatedLink


def _overlapping(rows: models.QuerySet[DatedLink], row: DatedLink) -> models.QuerySet[DatedLink]:
    others = rows.exclude(pk=row.pk).filter(Q(valid_to=None) | Q(valid_to__gt=row.valid_from))
    return others.filter(valid_from__lt=row.valid_to) if row.valid_to else others


def keep(row: DatedLink, same: models.QuerySet[DatedLink], refusal: Refused) -> None:
    """Insert `row`; raise `refusal` when one of `same` holds at the same time."""
    if _overlapping(same, row).exists():
        raise refusal
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if _overlapping(same, row).exists():
            raise refusal from None
        raise


def end(row: DatedLink, on: dt.date) -> None:
    """Let `row` hold no longer from `on`; one that had not begun by then never did."""
    if on <= row.valid_from:
        row.delete()
    elif row.valid_to is None or row.valid_to > on:
        row.valid_to = on
        row.save(update_fields=["valid_to"])
