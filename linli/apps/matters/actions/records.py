"""Notes, photos, contact and corrections: what goes with a matter without moving it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from linli.apps.accounts import actions as accounts
from linli.apps.accounts.queries import Subject
from linli.apps.matters.access import said_by
from linli.apps.matters.actions.intake import PHOTO_KIND, PHOTOS_MAX, Contact
from linli.apps.matters.actions.step import Words, add_words, fetch_matter
from linli.apps.matters.models import Matter, MatterContact, MatterNote
from linli.apps.matters.queries.places_of import Spot, find_place
from linli.apps.matters.rules import texts
from linli.apps.matters.rules.clock import CONTACT_KEPT
from linli.apps.matters.rules.hints import refuse_what_is_never_done
from linli.apps.matters.rules.states import ENDED, State, wrong_state
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import files, journal
from linli.platform.access import Actor
from linli.platform.models import StoredFile

AFTER_KIND = "matters.photo_after"
PHOTOS_OF_A_MATTER_MAX = 12


def add_note(*, actor: Actor, pk: int, text: str, now: dt.datetime) -> MatterNote:
    """Leave a note for colleagues; labels on persons are refused."""
    words = texts.clean_note(text)
    with transaction.atomic():
        matter = fetch_matter(action="note", actor=actor, pk=pk)
        note = MatterNote.objects.create(
            id=new_key(now),
            matter=matter,
            kind="note",
            author_id=actor.account,
            words=words,
            is_private=True,
            at=now,
        )
        _line(matter, "matters.note", actor=actor, now=now, after={"note": note.pk})
    return note


def tell_reporter(*, actor: Actor, pk: int, text: str, now: dt.datetime) -> MatterNote:
    """Leave word for the reporter, which their code shows; the matter stays where it is."""
    words = Words("reason", texts.clean_note(text))
    with transaction.atomic():
        matter = fetch_matter(action="note", actor=actor, pk=pk)
        note = add_words(matter=matter, words=words, actor=actor, now=now)
        _line(matter, "matters.tell", actor=actor, now=now, after={})
    return note


def add_photos(  # one act with its facts
    *,
    actor: Actor,
    pk: int,
    keys: Sequence[str],
    is_after: bool = False,
    now: dt.datetime,
    follow_code: str | None = None,
) -> Matter:
    """Add photos that were stored before: of the place, or of the work done."""
    if not 0 < len(keys) <= PHOTOS_MAX:
        raise Refused("matters.photos_too_many", "最多放%(most)s张照片。", most=PHOTOS_MAX)
    with transaction.atomic():
        matter = fetch_matter(action="photo", actor=actor, pk=pk, follow_code=follow_code)
        if matter.state in ENDED or matter.state == State.CLOSED:
            raise wrong_state()
        kept = StoredFile.objects.filter(kind__in=(PHOTO_KIND, AFTER_KIND), owner=pk).count()
        if kept + len(keys) > PHOTOS_OF_A_MATTER_MAX:
            raise Refused(
                "matters.photos_enough",
                "这件诉求最多放%(most)s张照片，请不要再加。",
                field="photos",
                most=PHOTOS_OF_A_MATTER_MAX,
            )
        files.attach(list(keys), kind=AFTER_KIND if is_after else PHOTO_KIND, owner=pk)
        _line(matter, "matters.photo", actor=actor, now=now, after={"photos": len(keys)})
    return matter


def edit_matter(
    *, actor: Actor, pk: int, spot: Spot | None, hide_reporter: bool = False, now: dt.datetime
) -> Matter:
    """Mend the place, or hide the reporter; nobody is ever unhidden."""
    with transaction.atomic():
        matter = fetch_matter(action="edit", actor=actor, pk=pk)
        if not matter.is_open:
            raise wrong_state()
        before = {"area": matter.area_id, "building": matter.building_id}
        if spot is not None:
            where = find_place(spot, local_date(now))
            matter.area_id, matter.compound_id = where.area, where.compound
            matter.community_id = ancestor(where.area, Level.COMMUNITY)
            matter.subdistrict = ancestor(where.area, Level.SUBDISTRICT)
            matter.district = ancestor(where.area, Level.DISTRICT)
            matter.building_id, matter.lon, matter.lat = where.building, where.lon, where.lat
            matter.place_text = texts.bounded(
                spot.text, most=texts.PLACE_LETTERS_MAX, field="place_text"
            )
        if hide_reporter and matter.privacy == "normal":
            matter.privacy = "reporter_hidden"
        matter.save()
        after = {"area": matter.area_id, "building": matter.building_id, "privacy": matter.privacy}
        _line(matter, "matters.edit", actor=actor, now=now, before=before, after=after)
    return matter


def rewrite_matter(
    *, actor: Actor, pk: int, words: str, now: dt.datetime, follow_code: str | None = None
) -> Matter:
    """The reporter says it better, as long as nobody has begun with it."""
    text = texts.clean_words(words)
    refuse_what_is_never_done(text)
    with transaction.atomic():
        matter = fetch_matter(action="rewrite", actor=actor, pk=pk, follow_code=follow_code)
        if matter.state != State.RECEIVED:
            raise wrong_state()
        matter.words = text
        matter.save(update_fields=["words"])
        _line(matter, "matters.edit", actor=actor, now=now, after={"words": len(text)})
    return matter


def reveal_contact(
    *, actor: Actor, pk: int, purpose: str, now: dt.datetime, follow_code: str | None = None
) -> Contact:
    """Show how to reach the reporter; who looked and why is written down, and the reporter sees it."""
    reason = texts.clean_note(purpose, field="purpose", least=2)
    with transaction.atomic():
        matter = fetch_matter(action="contact", actor=actor, pk=pk, follow_code=follow_code)
        contact = MatterContact.objects.filter(matter=matter).first()
        if contact is None:
            raise Refused("matters.no_contact", "这件诉求没有留联系方式，或者已经到期删除。")
        is_own = actor.account is not None and actor.account == matter.reporter_id
        if not is_own:
            _line(matter, "matters.reveal", actor=actor, now=now, after={})
            add_words(matter=matter, words=Words("reason", reason), actor=actor, now=now)
            if matter.reporter_id is not None:
                accounts.log_access(
                    actor=actor,
                    subjects=[Subject(account=matter.reporter_id)],
                    what=gettext_noop("诉求的联系方式"),
                    purpose=reason[:200],
                    now=now,
                )
    return Contact(contact.name, contact.phone)


def forget_contacts(*, actor: Actor, now: dt.datetime, limit: int = 500) -> int:
    """Delete contacts of matters that ended 180 days ago; return how many. Only Linli itself does."""
    assert actor.is_system, "a job does this"
    ended = Q(matter__closed_at__lt=now - CONTACT_KEPT) & Q(matter__is_open=False)
    with transaction.atomic():
        old = list(
            MatterContact.objects.filter(ended)
            .select_related("matter")
            .order_by("matter_id")[:limit]
        )
        MatterContact.objects.filter(pk__in=[contact.pk for contact in old]).delete()
        for contact in old:
            _line(contact.matter, "matters.forget", actor=actor, now=now, after={})
    return len(old)


def _line(  # the facts of a line
    matter: Matter,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
) -> None:
    journal.record(
        actor=said_by(actor, matter.reporter_id),
        verb=verb,
        subject=matter,
        now=now,
        area=matter.area_id,
        before=before,
        after=after,
        is_public=verb in {"matters.reveal", "matters.tell"},
    )
