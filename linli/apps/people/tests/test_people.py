"""Claims, residents, help lists: who may do what, and what each look leaves behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from linli.apps.accounts import actions as accounts
from linli.apps.accounts import queries as account_queries
from linli.apps.accounts.models import AccessLogLine
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import make_account, read_matrix
from linli.apps.people import actions, jobs, queries
from linli.apps.people.models import HelpListEntry, Ownership, Person, Residence, ResidenceClaim
from linli.apps.people.tests.conftest import Village, make_person
from linli.foundation import clock
from linli.foundation.areas import Level, span
from linli.foundation.refusals import Refused

NOW = clock.now()
TODAY = clock.local_date(NOW)
MONTH = TODAY + dt.timedelta(days=30)

# What each of the cast may do about the home of the resident in the first grid.
MATRIX = read_matrix("""
                     decide  residents  owners  help_list  offer_help  register  correct  move_out
stranger             no      no         no      no         no          no        no       no
resident             no      no         no      no         no          no        yes      yes
neighbour            no      no         no      no         no          no        no       no
volunteer            no      no         no      no         no          no        no       no
building_head        no      no         no      no         no          no        no       no
grid_worker          yes     yes        none    none       no          no        no       no
secretary            yes     yes        yes     yes        yes         yes       yes      yes
window               yes     yes        yes     yes        yes         yes       yes      yes
outsider             no      none       none    none       no          no        no       no
subdistrict_officer  no      no         no      no         no          no        no       no
department_handler   no      no         no      no         no          no        no       no
property_manager     no      no         no      no         no          no        no       no
city_officer         no      no         no      no         no          no        no       no
data_officer         no      no         no      no         no          no        no       no
platform_admin       no      no         no      no         no          no        no       no
""")


def make_claim(village: Village, username: str = "newcomer") -> ResidenceClaim:
    account = make_account(username, "新来的")
    return actions.claim_residence(
        actor=account_queries.actor_for(account.pk, NOW),
        building=village.cast.city.first.pk,
        home=village.cast.city.homes[1].pk,
        relation="tenant",
        lives_since=TODAY,
        now=NOW,
    )


def join(village: Village, **facts: object) -> HelpListEntry:
    given: dict[str, object] = {
        "help_list": "heat",
        "purpose": "高温天打电话",
        "valid_to": MONTH,
        "now": NOW,
        **facts,
    }
    return actions.join_help_list(actor=village.cast.resident.actor, **given)  # type: ignore[arg-type]


def tried(village: Village, who: str, act: str) -> object:
    """Do `act` as `who`; a refusal of access comes as an exception, a filtered list as empty."""
    actor = village.cast[who].actor
    building, resident = village.cast.city.first.pk, village.resident.pk
    acts: dict[str, Callable[[], object]] = {
        "decide": lambda: actions.confirm_claim(actor=actor, claim=make_claim(village).pk, now=NOW),
        "residents": lambda: actions.view_residents(
            actor=actor, building=building, purpose="核实漏水", now=NOW
        ),
        "owners": lambda: actions.view_owners(
            actor=actor, home=village.home, purpose="核实漏水", now=NOW
        ),
        "help_list": lambda: actions.view_help_list(
            actor=actor, help_list=join(village).help_list, purpose="高温提醒", now=NOW
        ),
        "offer_help": lambda: actions.offer_help(
            actor=actor,
            person=resident,
            help_list="lunch",
            purpose="送午饭",
            valid_to=MONTH,
            channel="phone",
            now=NOW,
        ),
        "register": lambda: actions.register_person(
            actor=actor, name="新登记", community=place.COMMUNITY, now=NOW
        ),
        "correct": lambda: actions.correct_person(
            actor=actor, person=resident, name="莫玲", phone="", birth_year=None, now=NOW
        ),
        "move_out": lambda: actions.end_residence(
            actor=actor, residence=Residence.objects.get(home=village.home).pk, now=NOW
        ),
    }
    return acts[act]()


@pytest.mark.parametrize(("who", "act", "answer"), MATRIX)
def test_everybody_may_do_what_the_table_says(
    village: Village, who: str, act: str, answer: str
) -> None:
    if answer == "no":
        with pytest.raises((PermissionDenied, Http404)):
            tried(village, who, act)
    else:
        assert bool(tried(village, who, act)) is (answer == "yes")


def test_a_confirmed_claim_makes_a_person_and_settles_the_account(village: Village) -> None:
    claim = make_claim(village)
    actions.confirm_claim(actor=village.cast.grid_worker.actor, claim=claim.pk, now=NOW)

    person = queries.person_of(claim.account_id)
    assert person is not None
    assert person.name == "新来的"
    assert queries.homes_of(claim.account_id, TODAY) == (claim.home_id,)
    assert make_account_community(claim.account_id) == place.COMMUNITY
    with pytest.raises(Refused, match=r"person\.claim_decided"):
        actions.confirm_claim(actor=village.cast.grid_worker.actor, claim=claim.pk, now=NOW)


def make_account_community(account: int) -> int | None:
    from linli.apps.accounts.models import Account

    return Account.objects.get(pk=account).community_id


def test_nobody_confirms_their_own_claim(village: Village) -> None:
    worker = village.cast.grid_worker
    claim = actions.claim_residence(
        actor=worker.actor,
        building=village.cast.city.first.pk,
        home=village.cast.city.homes[1].pk,
        relation="owner",
        lives_since=TODAY,
        now=NOW,
    )
    with pytest.raises(PermissionDenied):
        actions.confirm_claim(actor=worker.actor, claim=claim.pk, now=NOW)


def test_a_declined_claim_says_why_and_can_be_made_again(village: Village) -> None:
    claim = make_claim(village)
    actor = village.cast.grid_worker.actor
    with pytest.raises(Refused, match=r"person\.answer_missing"):
        actions.decline_claim(actor=actor, claim=claim.pk, answer=" ", now=NOW)
    actions.decline_claim(actor=actor, claim=claim.pk, answer="房号不对，请核对后再登记", now=NOW)

    own = account_queries.actor_for(claim.account_id, NOW)
    assert queries.list_my_claims(own)[0].answer == "房号不对，请核对后再登记"
    with pytest.raises(Refused, match=r"person\.claim_decided"):
        actions.withdraw_claim(actor=own, claim=claim.pk, now=NOW)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("person.relation_unknown", {"relation": "guest"}),
        ("person.lives_since_wrong", {"lives_since": TODAY + dt.timedelta(days=1)}),
        ("person.home_unknown", {"home": 7}),
        ("person.home_unknown", {"building": 7}),
        ("person.lives_there_already", {}),
    ],
)
def test_a_wrong_claim_is_refused(village: Village, code: str, facts: dict[str, object]) -> None:
    given: dict[str, object] = {
        "building": village.cast.city.first.pk,
        "home": village.home,
        "relation": "tenant",
        "lives_since": TODAY,
        "now": NOW,
        **facts,
    }
    with pytest.raises(Refused) as refusal:
        actions.claim_residence(actor=village.cast.resident.actor, **given)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert not ResidenceClaim.objects.exists()


def test_each_look_at_residents_is_read_by_them(village: Village) -> None:
    actions.view_residents(
        actor=village.cast.grid_worker.actor,
        building=village.cast.city.first.pk,
        purpose="核实漏水住户",
        now=NOW,
    )
    looks = account_queries.list_looks(village.cast.resident.actor)

    assert [look.purpose for look in looks] == ["核实漏水住户"]
    assert looks[0].viewer_name == "覃志强"
    assert AccessLogLine.objects.count() == 2
    with pytest.raises(Refused, match=r"account\.reason_missing"):
        actions.view_residents(
            actor=village.cast.grid_worker.actor,
            building=village.cast.city.first.pk,
            purpose="",
            now=NOW,
        )


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("person.help_without_end", {"valid_to": None}),
        ("person.help_term_reversed", {"valid_to": TODAY}),
        ("person.help_term_too_long", {"valid_to": TODAY + dt.timedelta(days=400)}),
        ("person.purpose_missing", {"purpose": ""}),
        ("person.list_unknown", {"help_list": "watch"}),
        ("person.label_forbidden", {"purpose": "重点人员"}),
    ],
)
def test_a_help_list_needs_purpose_and_end(
    village: Village, code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refusal:
        join(village, **facts)
    assert refusal.value.code == code
    assert not HelpListEntry.objects.exists()


def test_the_database_keeps_no_help_entry_without_an_end(village: Village) -> None:
    entry = join(village)
    with pytest.raises(DatabaseError), transaction.atomic():
        HelpListEntry.objects.filter(pk=entry.pk).update(valid_to=None)
    with pytest.raises(Refused, match=r"person\.listed_already"):
        join(village)


def test_withdrawing_consent_ends_every_help_entry(village: Village) -> None:
    join(village)
    accounts.withdraw_consent(actor=village.cast.resident.actor, purpose="help_list", now=NOW)

    assert not HelpListEntry.objects.as_of(TODAY).exists()


def test_a_child_needs_a_guardian_who_agrees(village: Village) -> None:
    actor = village.cast.secretary.actor
    facts = {"name": "小朋友", "community": place.COMMUNITY, "birth_year": TODAY.year - 8}
    with pytest.raises(Refused, match=r"person\.guardian_needed"):
        actions.register_person(actor=actor, now=NOW, **facts)  # type: ignore[arg-type]
    child = actions.register_person(
        actor=actor,
        now=NOW,
        guardian=village.resident.pk,
        **facts,  # type: ignore[arg-type]
    )
    entry = actions.offer_help(
        actor=actor,
        person=child.pk,
        help_list="lunch",
        purpose="放学后午饭",
        valid_to=MONTH,
        channel="paper",
        now=NOW,
    )
    assert entry.agreed_by_id == village.resident.pk


def test_closing_the_account_takes_the_name_out_and_leaves_the_share(village: Village) -> None:
    neighbour = village.cast.neighbour
    accounts.close_account(actor=neighbour.actor, account=neighbour.key, now=NOW)

    person = Person.objects.get(pk=village.neighbour.pk)
    assert (person.name, person.phone, person.account_id) == ("", "", None)
    assert Ownership.objects.as_of(TODAY).filter(person=person).exists()
    assert not Residence.objects.as_of(TODAY).filter(person=person).exists()


def test_everything_about_a_person_is_handed_over(village: Village) -> None:
    join(village)
    held = queries.export_person(village.cast.resident.key)

    assert held["person"]["phone"] == "0774-5550001"
    assert held["homes"][0]["relation"] == "tenant"
    assert held["help_lists"][0]["purpose"] == "高温天打电话"
    assert queries.export_person(village.cast.secretary.key) == {"claims": []}


def test_expired_help_entries_and_old_claims_are_forgotten(village: Village) -> None:
    entry, claim = join(village), make_claim(village)
    actions.decline_claim(
        actor=village.cast.grid_worker.actor, claim=claim.pk, answer="房号不对", now=NOW
    )
    jobs.forget(now=NOW)
    assert HelpListEntry.objects.filter(pk=entry.pk).exists()

    jobs.forget(now=NOW + dt.timedelta(days=200))
    assert not HelpListEntry.objects.exists()
    assert not ResidenceClaim.objects.exists()


def test_few_people_are_not_counted_out_loud(village: Village) -> None:
    over = span(place.COMMUNITY, Level.COMMUNITY)
    assert queries.count_residents(over, TODAY) is None
    for number in range(4):
        person = make_person(f"邻居{number}")
        Residence.objects.create(
            id=person.pk,
            home=village.cast.city.homes[2],
            person=person,
            relation="family",
            valid_from=place.SINCE,
        )
    assert queries.count_residents(over, TODAY) == 6


def test_persons_are_found_by_those_who_keep_them(village: Village) -> None:
    def found(who: str) -> list[str]:
        return [row.name for row in queries.search_persons(village.cast[who].actor, "莫小")]

    assert found("secretary") == ["莫小玲"]
    assert found("grid_worker") == ["莫小玲"]
    assert found("outsider") == found("neighbour") == found("platform_admin") == []
