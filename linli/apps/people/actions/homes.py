"""Who lives in a home and who owns it: two registers, kept apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.people import events, rules
from linli.apps.people.access import COMMUNITY_KEEPERS, RESIDENCES
from linli.apps.people.actions.persons import end_at_once, register_person
from linli.apps.people.models import Ownership, Person, Residence
from linli.apps.people.queries import the_registered
from linli.apps.people.rules import Holder, HolderKind, Share
from linli.apps.places.queries.inside import get_door, lock_home
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch
from linli.platform.events import publish


def end_residence(*, actor: Actor, residence: int, now: dt.datetime) -> Residence:
    """Note that somebody no longer lives in a home; they say so themself, or the community does."""
    today = local_date(now)
    with transaction.atomic():
        row = fetch(
            Residence.objects.as_of(today),
            actor=actor,
            action="end",
            table=RESIDENCES,
            pk=residence,
            lock=True,
        )
        end_at_once(row, today)
        journal.record(actor=actor, verb="residence.ended", subject=row, now=now)
        publish(events.ResidenceEnded(row.person_id, row.home_id, now))
    return row


def enter_owners(  # the facts of a register's entry
    *,
    actor: Actor,
    home: int,
    holders: Sequence[Holder],
    since: dt.date,
    basis: str,
    now: dt.datetime,
) -> tuple[Ownership, ...]:
    """Write who owns a home as a clerk names them; whoever is new is registered in the same act.

    Raises
    ------
    Refused
        What `record_owners`, `register_person` and `the_registered` refuse; nothing is kept then.
    """
    door = get_door(home)
    if door is None:
        raise Http404
    _check_keeper(actor, door.community)
    rules.check_holders(holders)
    whole = sum(holder.parts for holder in holders)
    with transaction.atomic():
        shares = [
            Share(*_key_or_company(actor, holder, door.community, now), holder.parts, whole)
            for holder in holders
        ]
        return record_owners(
            actor=actor,
            home=home,
            community=door.community,
            shares=shares,
            since=since,
            basis=basis,
            now=now,
        )


def _check_keeper(actor: Actor, community: int) -> None:
    if not actor.is_system and not any(
        community in over for over in actor.spans(*COMMUNITY_KEEPERS)
    ):
        raise PermissionDenied("ownership.record")


def _key_or_company(
    actor: Actor, holder: Holder, community: int, now: dt.datetime
) -> tuple[int | None, str]:
    if holder.kind is HolderKind.COMPANY:
        return None, rules.clean_company(holder.name)
    if holder.kind is HolderKind.REGISTERED:
        key = the_registered(
            community=community, name=holder.name, phone=holder.phone, field="holders"
        )
        return key, ""
    person = register_person(
        actor=actor, name=holder.name, community=community, phone=holder.phone, now=now
    )
    return person.pk, ""


def record_owners(  # noqa: PLR0913  # the facts of a register's entry
    *,
    actor: Actor,
    home: int,
    community: int,
    shares: Sequence[Share],
    since: dt.date,
    basis: str,
    now: dt.datetime,
) -> tuple[Ownership, ...]:
    """Write who owns a home from a day on, in the place of those before.

    Raises
    ------
    Refused
        `person.shares_not_whole` and its kin of `rules.check_shares`; `person.basis_unknown`;
        `person.holder_unknown`; `person.owners_later` when a later entry exists already.
    """
    _check_keeper(actor, community)
    rules.check_shares(shares)
    if basis not in Ownership.Basis.values:
        raise Refused("person.basis_unknown", "请选择依据，例如不动产登记。", field="basis")
    with transaction.atomic():
        _check_home(home, community)
        _check_holders(shares)
        _end_before(home, since)
        rows = [
            Ownership(
                id=new_key(now),
                home_id=home,
                person_id=share.person,
                company=share.company,
                numerator=share.numerator,
                denominator=share.denominator,
                basis=basis,
                valid_from=since,
            )
            for share in shares
        ]
        for row in rows:
            row.save(force_insert=True)
        journal.record(
            actor=actor,
            verb="ownership.recorded",
            subject=rows[0],
            now=now,
            area=community,
            after={"holders": len(rows), "since": since.isoformat(), "basis": basis},
        )
        publish(events.OwnersRecorded(home, since, now))
    return tuple(rows)


def _check_home(home: int, community: int) -> None:
    """Lock the home's row, and hide homes of other communities."""
    if not lock_home(home, community=community):
        raise Http404


def _check_holders(shares: Sequence[Share]) -> None:
    persons = {share.person for share in shares if share.person is not None}
    known = Person.objects.filter(pk__in=persons, deleted_at=None).count()
    if known != len(persons):
        raise Refused("person.holder_unknown", "有业主还没登记，请先登记人员。", field="holders")


def _end_before(home: int, since: dt.date) -> None:
    later = Ownership.objects.filter(home=home, valid_from__gte=since)
    if later.exists():
        raise Refused(
            "person.owners_later",
            "这一天之后已有登记，请改日期，或先核对后来的登记。",
            field="since",
        )
    current = Ownership.objects.filter(home=home, valid_from__lt=since)
    current.filter(valid_to=None).update(valid_to=since)
    current.filter(valid_to__gt=since).update(valid_to=since)
