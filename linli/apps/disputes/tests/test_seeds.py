"""The demo year: a story told by the actions and by a twin leaves the same rows; every rule holds."""

from __future__ import annotations

import datetime as dt
import random  # noqa: TID251  # seeded
from collections import Counter
from typing import Any, Final

import pytest
from django.db.models import Model

from linli.apps.accounts.models import Account
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import give
from linli.apps.disputes import actions, queries
from linli.apps.disputes.actions import Application, Duty, Minutes, Someone, Told, Voice
from linli.apps.disputes.actions import Spot as Place
from linli.apps.disputes.models import Dispute, Side
from linli.apps.disputes.rules.kinds import all_kinds
from linli.apps.disputes.seeds import load
from linli.apps.disputes.seeds.book import TABLES, Book
from linli.apps.disputes.seeds.story import Step, Story, Teller
from linli.apps.disputes.seeds.twins import Twin, second_code
from linli.apps.disputes.seeds.world import Spot
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import NOW, SYSTEM, Room
from linli.platform.access import ANYONE
from linli.platform.models import JournalLine

room = scene.room
pytestmark = pytest.mark.django_db
FAR: Final = NOW + dt.timedelta(days=300)


def stories(room: Room, count: int) -> list[Story]:
    """Return stories of all sorts in the tiny city."""
    dice = random.Random(7)
    teller = Teller(dice, ["黄", "李"])
    spot = Spot(room.cast.city.first.pk, room.cast.city.compound.pk, place.GRID)
    kinds = all_kinds()
    return [
        teller.tell(
            kinds[number % len(kinds)],
            spot,
            NOW + dt.timedelta(days=number % 20, minutes=number),
            taker=room.cast.grid_worker.actor,
            desk=room.secretary,
            mediator=room.mediator,
        )
        for number in range(count)
    ]


class Acting:
    """Plays a story with the actions."""

    def __init__(self, story: Story) -> None:
        self.story = story
        receipt = actions.register_dispute(
            actor=ANYONE if story.channel == "web" else story.taker,
            application=Application(
                client_id=story.client_id,
                kind=story.kind.code,
                words=story.words,
                spot=Place(building=story.spot.building),
                applicant=Someone(story.names[0], story.phones[0]),
                others=(Someone(story.names[1], story.phones[1], sort=story.other_sort),),
                answers=story.answers,
                channel=story.channel,
            ),
            now=story.at,
        )
        self.pk, self.code = receipt.id, receipt.follow_code
        for step in story.steps:
            getattr(self, f"do_{step.act}")(step)

    def desk(self, step: Step) -> dict[str, Any]:
        return {"actor": self.story.desk, "pk": self.pk, "now": step.at}

    def mediator(self, step: Step) -> dict[str, Any]:
        return {"actor": self.story.mediator, "pk": self.pk, "now": step.at}

    def do_ask(self, step: Step) -> None:
        actions.ask_consent(**self.desk(step), way=step.facts["way"])

    def do_answer(self, step: Step) -> None:
        voice = Voice(2, step.facts["way"])
        actions.answer_consent(**self.desk(step), answer=step.facts["answer"], voice=voice)

    def do_seat(self, step: Step) -> None:
        key = self.story.mediator.account
        assert key is not None
        seat = actions.propose_mediator(**self.desk(step), mediator=key)
        for side in (1, 2):
            voice = Voice(side, step.facts["way"])
            actions.answer_mediator(**self.desk(step), seat=seat.pk, accepts=True, voice=voice)

    def do_plan(self, step: Step) -> None:
        facts = {"begins_at": step.facts["begins_at"], "place": step.facts["place"]}
        actions.plan_session(**self.mediator(step), setting="room", **facts)

    def do_record(self, step: Step) -> None:
        minutes = Minutes((1, 2), step.facts["record"], step.facts["next"])
        number = step.facts["number"]
        actions.record_session(**self.mediator(step), number=number, minutes=minutes)

    def do_note(self, step: Step) -> None:
        actions.add_note(**self.mediator(step), words=step.facts["words"])

    def do_draw_up(self, step: Step) -> None:
        duties = [Duty(*each) for each in step.facts["duties"]]
        form, words = step.facts["form"], step.facts["words"]
        found = actions.draw_up(**self.mediator(step), form=form, words=words, duties=duties)
        self.mark = found.fingerprint

    def do_confirm(self, step: Step) -> None:
        for side in (1, 2):
            if step.facts["way"] == "spoken":
                voice = Voice(side, "spoken")
                actions.confirm_agreement(**self.mediator(step), fingerprint=self.mark, voice=voice)
                continue
            code = self.code
            if side == 2:
                actions.issue_code(**self.mediator(step), side=2)
                code = second_code(self.story)  # a code is drawn by chance: take the story's
                from linli.apps.disputes.access import code_hash_of

                Side.objects.filter(dispute=self.pk, number=2).update(code_hash=code_hash_of(code))
            actions.confirm_agreement(
                actor=ANYONE,
                pk=self.pk,
                fingerprint=self.mark,
                voice=Voice(follow_code=code),
                now=step.at,
            )

    def do_perform(self, step: Step) -> None:
        told = Told(step.facts["duty"], step.facts["is_done"])
        actions.report_performance(**self.mediator(step), told=told)

    def do_court(self, step: Step) -> None:
        actions.record_court(**self.mediator(step), **step.facts)

    def do_close(self, step: Step) -> None:
        actions.close_dispute(**self.mediator(step))

    def do_no_agreement(self, step: Step) -> None:
        actions.fail_dispute(**self.mediator(step), advice=step.facts["advice"])

    def do_referred(self, step: Step) -> None:
        actions.refer_dispute(
            **self.mediator(step), way="administrative", advice=step.facts["advice"]
        )

    def do_withdraw(self, step: Step) -> None:
        actions.withdraw_dispute(**self.desk(step))


def plain(table: type[Model]) -> list[tuple[Any, ...]]:
    """Return the rows of a table in order, without keys made by chance and what points at them."""
    afresh = {"id", "reference", "dispute_id", "side_id", "seat_id", "agreement_id", "duty_id",
              "subject"}  # fmt: skip
    names = [field.attname for field in table._meta.concrete_fields if field.attname not in afresh]
    rows = table._default_manager.order_by("pk")
    if table is JournalLine:
        rows = rows.filter(verb__startswith="disputes.")
    return [tuple(_value(value) for value in row) for row in rows.values_list(*names)]


def _value(value: Any) -> Any:
    """Return a fact of the journal without the keys in it."""
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if name not in {"seat", "note"}}
    return value


def test_a_twin_leaves_the_rows_that_the_actions_leave(room: Room) -> None:
    told = stories(room, 24)
    wanted: dict[type[Model], Counter[str]] = {}
    from django.db import transaction

    with transaction.atomic():
        for story in told:
            Acting(story)
        wanted = {table: Counter(map(str, plain(table))) for table in TABLES}
        transaction.set_rollback(True)
    book = Book(random.Random(9))
    for story in told:
        Twin(book, story).play(FAR)
    book.write()

    for table in TABLES:
        found = Counter(map(str, plain(table)))
        assert found - wanted[table] == Counter(), table
        assert wanted[table] - found == Counter(), table
    assert {story.channel for story in told} > {"web", "phone"}
    assert set(Dispute.objects.values_list("state", flat=True)) >= {"performed", "withdrawn"}
    assert queries.broken_invariants() == []


@pytest.fixture
def year(room: Room) -> list[Dispute]:
    """A year of the tiny city, with the personas of the showcase."""
    for username, name in (("mo", "莫小玲"), ("liang", "梁丽华"), ("tan", "谭淑仪")):
        if not Account.objects.filter(username=username).exists():
            Account.objects.filter(
                pk=room.account({"mo": room.resident, "liang": room.secretary}[username])
            ).update(username=username, display_name=name)
    give(Account.objects.get(username="tan"), "mediator", place.COMMUNITY, "community")
    facts = {"districts": [{"code": "450403"}], "generators": {"surnames": ["黄", "覃"]}}
    load(
        city_file=facts,
        now=NOW,
        dice=random.Random(3),
        report=lambda _step, _done, _total: None,
    )
    return list(Dispute.objects.order_by("id"))


def test_a_year_has_every_state_and_obeys_every_rule(year: list[Dispute]) -> None:
    states = Counter(dispute.state for dispute in year)

    assert set(states) == {
        "registered", "consent_asked", "in_mediation", "agreed", "performed", "failed",
        "withdrawn", "referred",
    }  # fmt: skip
    agreed = sum(1 for dispute in year if dispute.agreed_at is not None)
    assert agreed >= 1600
    assert queries.broken_invariants() == []
    assert all(dispute.registered_at <= NOW for dispute in year)
    assert not JournalLine.objects.filter(at__gt=NOW, verb__startswith="disputes.").exists()


def test_the_personas_have_something_to_do(year: list[Dispute], room: Room) -> None:
    tan = Account.objects.get(username="tan")
    mine = queries.list_disputes(actor=room.resident, scope="own")
    states = Counter(each.state for each in mine.rows)

    assert states["consent_asked"] == 1
    assert states["in_mediation"] == 2
    assert states["agreed"] == 1
    assert tan.pk == room.account(room.mediator)
    assert queries.count_work(actor=room.mediator) >= 3
    assert SYSTEM.is_system
    assert len(year) > 1600
