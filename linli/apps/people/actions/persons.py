"""Register a person, correct what is written of them, take them out again."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from linli.apps.people import events, rules
from linli.apps.people.access import COMMUNITY_KEEPERS, PERSONS
from linli.apps.people.models import HelpListEntry, Person, Residence, ResidenceClaim
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch
from linli.platform.dated import DatedLink
from linli.platform.events import publish


def register_person(  # noqa: PLR0913  # the facts of a person
    *,
    actor: Actor,
    name: str,
    community: int,
    phone: str = "",
    birth_year: int | None = None,
    guardian: int | None = None,
    now: dt.datetime,
) -> Person:
    """Write down somebody who has asked to be known to the community.

    Raises
    ------
    Refused
        `person.name_wrong`, `person.phone_wrong`, `person.birth_year_wrong`,
        `person.label_forbidden`, `person.guardian_needed`, `person.guardian_unknown`.
    """
    if not actor.is_system and not any(
        community in over for over in actor.spans(*COMMUNITY_KEEPERS)
    ):
        raise PermissionDenied("person.register")
    today = local_date(now)
    rules.check_birth_year(birth_year, today=today)
    with transaction.atomic():
        _check_guardian(guardian, birth_year, today)
        person = Person.objects.create(
            id=new_key(now),
            community_id=community,
            name=rules.clean_person_name(name),
            phone=rules.clean_phone(phone),
            birth_year=birth_year,
            guardian_id=guardian,
        )
        journal.record(
            actor=actor, verb="person.registered", subject=person, now=now, area=community
        )
    return person


def _check_guardian(guardian: int | None, birth_year: int | None, today: dt.date) -> None:
    if guardian is None:
        if rules.is_child(birth_year, today=today):
            raise Refused(
                "person.guardian_needed",
                "未满十四岁要有监护人，请先登记监护人。",
                field="guardian",
            )
        return
    if not Person.objects.filter(pk=guardian, deleted_at=None).exists():
        raise Refused("person.guardian_unknown", "没有找到监护人，请先登记。", field="guardian")


def correct_person(
    *, actor: Actor, person: int, name: str, phone: str, birth_year: int | None, now: dt.datetime
) -> Person:
    """Correct name, phone and year of birth; the person themself may, and the community."""
    rules.check_birth_year(birth_year, today=local_date(now))
    with transaction.atomic():
        row = fetch(
            Person.objects.filter(deleted_at=None),
            actor=actor,
            action="correct",
            table=PERSONS,
            pk=person,
            lock=True,
        )
        row.name = rules.clean_person_name(name)
        row.phone = rules.clean_phone(phone)
        row.birth_year = birth_year
        row.save(update_fields=["name", "phone", "birth_year"])
        journal.record(
            actor=actor, verb="person.corrected", subject=row, now=now, area=row.community_id
        )
    return row


def erase_person(*, actor: Actor, account: int, now: dt.datetime) -> None:
    """Take out what names the account's person; called when the account is closed.

    Shares of homes stay, for a recount of an old vote needs them, but name nobody any more.
    """
    if not actor.is_system:
        raise PermissionDenied("person.erase")
    today = local_date(now)
    with transaction.atomic():
        ResidenceClaim.objects.filter(account=account).delete()
        row = Person.objects.select_for_update().filter(account=account).first()
        if row is None:
            return
        for link in Residence.objects.as_of(today).filter(person=row):
            end_at_once(link, today)
        for entry in HelpListEntry.objects.as_of(today).filter(person=row):
            end_at_once(entry, today)
        row.account = row.guardian = row.birth_year = None
        row.name = row.phone = ""
        row.deleted_at = now
        row.save()
        journal.record(
            actor=actor, verb="person.erased", subject=row, now=now, area=row.community_id
        )
        publish(events.PersonErased(row.pk, now))


def end_at_once(link: DatedLink, today: dt.date) -> None:
    """End a dated link so that it no longer holds today; one that begins only today goes wholly."""
    if link.valid_from >= today:
        key = link.pk
        link.delete()
        link.pk = key
        return
    link.valid_to = today
    link.save(update_fields=["valid_to"])
