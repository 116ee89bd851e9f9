"""Help lists: only who asks to be on one, for a purpose, until a day (ethics rule E-13)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from linli.apps.accounts.actions import give_consent
from linli.apps.people import rules
from linli.apps.people.access import COMMUNITY_KEEPERS, HELP_ENTRIES, PERSONS
from linli.apps.people.actions.persons import end_at_once
from linli.apps.people.models import HelpListEntry, Person
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch

CONSENT = "help_list"
PURPOSE = {
    "code": "person.purpose_missing",
    "sentence": gettext_noop("请写明要帮什么，最多200个字。"),
}


def join_help_list(
    *, actor: Actor, help_list: str, purpose: str, valid_to: dt.date | None, now: dt.datetime
) -> HelpListEntry:
    """Put oneself on a help list; the consent is noted with it."""
    if actor.account is None:
        raise PermissionDenied("help.join")
    account = actor.behalf or actor.account
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(account=account).first()
        if person is None:
            raise Refused(
                "person.not_known_yet", "请先登记住址，社区确认后再申请。", field="help_list"
            )
        if actor.behalf is None:
            give_consent(actor=actor, purpose=CONSENT, now=now)
        entry = _entry(person, help_list, purpose, valid_to, now=now)
        entry.channel = HelpListEntry.Channel.WEB
        return _keep(entry, actor, now)


def offer_help(  # noqa: PLR0913  # the facts of an entry
    *,
    actor: Actor,
    person: int,
    help_list: str,
    purpose: str,
    valid_to: dt.date | None,
    channel: str,
    now: dt.datetime,
) -> HelpListEntry:
    """Put somebody on a help list who has agreed by telephone, at the window or on paper."""
    if channel not in set(HelpListEntry.Channel.values) - {HelpListEntry.Channel.WEB}:
        raise Refused("person.channel_unknown", "请选择本人是怎么同意的。", field="channel")
    with transaction.atomic():
        row = fetch(
            Person.objects.filter(deleted_at=None),
            actor=actor,
            action="correct",
            table=PERSONS,
            pk=person,
            lock=True,
        )
        if not any(row.community_id in over for over in actor.spans(*COMMUNITY_KEEPERS)):
            raise PermissionDenied("help.offer")
        entry = _entry(row, help_list, purpose, valid_to, now=now)
        entry.channel = channel
        return _keep(entry, actor, now)


def end_help(*, actor: Actor, entry: int, now: dt.datetime) -> None:
    """Take an entry off its list at once; the person may at any time, without a reason."""
    today = local_date(now)
    with transaction.atomic():
        row = fetch(
            HelpListEntry.objects.as_of(today),
            actor=actor,
            action="end",
            table=HELP_ENTRIES,
            pk=entry,
            lock=True,
        )
        end_at_once(row, today)
        journal.record(actor=actor, verb="help.ended", subject=row, now=now, area=row.community_id)


def _entry(
    person: Person, help_list: str, purpose: str, valid_to: dt.date | None, *, now: dt.datetime
) -> HelpListEntry:
    if help_list not in HelpListEntry.List.values:
        raise Refused("person.list_unknown", "请选择一个名单。", field="help_list")
    today = local_date(now)
    ends = rules.check_help_term(today, valid_to)
    agreed_by = person.pk
    if rules.is_child(person.birth_year, today=today):
        if person.guardian_id is None:
            raise Refused("person.guardian_needed", "未满十四岁要由监护人同意，请先登记监护人。")
        agreed_by = person.guardian_id
    same = HelpListEntry.objects.filter(
        person=person, help_list=help_list, valid_from__lt=ends, valid_to__gt=today
    )
    if same.exists():
        raise Refused(
            "person.listed_already", "已经在这个名单里了，到期后可以再申请。", field="help_list"
        )
    return HelpListEntry(
        id=new_key(now),
        person=person,
        community_id=person.community_id,
        help_list=help_list,
        purpose=rules.clean_note(purpose, field="purpose", **PURPOSE),
        agreed_at=now,
        agreed_by_id=agreed_by,
        valid_from=today,
        valid_to=ends,
    )


def _keep(entry: HelpListEntry, actor: Actor, now: dt.datetime) -> HelpListEntry:
    entry.kept_by = actor.account
    entry.save(force_insert=True)
    journal.record(
        actor=actor,
        verb="help.joined",
        subject=entry,
        now=now,
        area=entry.community_id,
        after={"list": entry.help_list, "channel": entry.channel},
    )
    return entry
