"""Taking care of a place before the next complaint comes."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.http import Http404

from linli.apps.matters.access import chronic_spans
from linli.apps.matters.models import PlaceCare
from linli.apps.matters.queries.repeats import get_repeat
from linli.apps.matters.rules.texts import clean_note
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor

CARE_LETTERS_MAX: Final = 300


def care_for(*, actor: Actor, compound: int, kind: str, words: str, now: dt.datetime) -> PlaceCare:
    """Say what is done about a kind that keeps coming back at a compound.

    Raises
    ------
    Http404
        When nothing keeps coming back there, or it is not the actor's place.
    Refused
        `matters.text_too_long`, `matters.text_too_short` or `matters.label_on_person`.
    """
    found = get_repeat(compound=compound, kind=kind, now=now)
    if found is None or not any(found.community in over for over in chronic_spans(actor)):
        raise Http404
    text = clean_note(words, least=4)
    if len(text) > CARE_LETTERS_MAX:
        raise Refused(
            "matters.text_too_long",
            "太长了，最多%(most)s个字。请只写要点。",
            field="words",
            most=CARE_LETTERS_MAX,
        )
    with transaction.atomic():
        last = PlaceCare.objects.filter(compound=compound, kind=kind).order_by("-id").first()
        if last is not None and last.words == text:
            return last
        made = PlaceCare.objects.create(
            id=new_key(now),
            compound_id=compound,
            kind=kind,
            words=text,
            author_id=actor.account,
            at=now,
        )
        journal.record(
            actor=actor,
            verb="matters.care",
            subject=made,
            now=now,
            area=found.community,
            after={"compound": str(compound), "kind": kind},
        )
    return made
