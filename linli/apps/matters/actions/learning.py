"""Learning to suggest from what people confirmed. Only Linli itself does, beside the web process."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from linli.apps.matters.models import SuggestionModel
from linli.apps.matters.queries.suggestions import list_lessons
from linli.apps.matters.rules.suggesting import learn_and_measure
from linli.foundation.keys import new_key
from linli.platform import journal
from linli.platform.access import Actor

MODELS_KEPT: Final = 5


def learn_suggestions(*, actor: Actor, now: dt.datetime) -> SuggestionModel | None:
    """Learn anew from the closed matters; nothing happens before there are any."""
    assert actor.is_system, "a job does this"
    lessons = list_lessons()
    if not lessons:
        return None
    model, measured = learn_and_measure(lessons)  # a minute's work: before the transaction
    with transaction.atomic():
        learned = SuggestionModel.objects.create(
            id=new_key(now), learned_at=now, report=measured.as_json(), packed=model.pack()
        )
        kept = SuggestionModel.objects.order_by("-id").values_list("pk", flat=True)
        SuggestionModel.objects.exclude(pk__in=list(kept[:MODELS_KEPT])).delete()
        journal.record(
            actor=actor,
            verb="matters.learn",
            subject=learned,
            now=now,
            after={"texts": measured.learned},
        )
    return learned
