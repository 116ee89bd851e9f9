"""See, copy, correct, delete; consents, helpers, devices, and who looked."""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from linli.apps.accounts import actions, jobs, queries
from linli.apps.accounts.models import AccessLogLine, Account, AccountSession, Consent, RoleGrant
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast, make_account
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.access import Actor, system
from linli.platform.models import JournalLine

NOW = clock.now()
TODAY = clock.local_date(NOW)


def look(cast: Cast, who: str = "secretary", now: dt.datetime = NOW) -> None:
    actions.log_access(
        actor=cast[who].actor,
        subjects=[queries.Subject(account=cast.resident.key)],
        what="电话",
        purpose="核实住址",
        now=now,
    )


def test_a_look_of_staff_is_read_by_the_one_looked_at_and_by_the_data_officer(cast: Cast) -> None:
    look(cast)

    page = cast.resident.client().get("/me/looks/").content.decode()
    assert "梁丽华" in page
    assert "核实住址" in page
    assert queries.list_looks(cast.neighbour.actor) == ()
    assert queries.list_all_looks(cast.secretary.actor) == ()
    assert len(queries.list_all_looks(cast.data_officer.actor)) == 1


def test_a_look_at_oneself_leaves_no_line(cast: Cast) -> None:
    look(cast, "resident")
    assert not AccessLogLine.objects.exists()


def test_the_access_log_cannot_be_rewritten(cast: Cast) -> None:
    look(cast)
    for change in (
        lambda: AccessLogLine.objects.update(purpose="别的"),
        lambda: AccessLogLine.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AccessLogLine.objects.get().purpose == "核实住址"


def test_everything_held_is_shown_and_can_be_taken_away(cast: Cast) -> None:
    look(cast)
    client = cast.resident.client()
    response = client.get("/me/data.json")
    held = json.loads(response.content)

    assert held["account"]["display_name"] == "莫小玲"
    assert held["account"]["id"] == str(cast.resident.key)
    assert held["looks"][0]["purpose"] == "核实住址"
    assert "attachment" in response["Content-Disposition"]
    assert "莫小玲" in client.get("/me/data/").content.decode()


def test_name_language_and_size_can_be_corrected_and_follow_the_account(cast: Cast) -> None:
    client = cast.resident.client()
    form = {"display_name": " 小玲 ", "language": "en", "large_text": "on"}
    response = client.post("/me/details/", form)

    account = Account.objects.get(pk=cast.resident.key)
    assert (account.display_name, account.language, account.large_text) == ("小玲", "en", True)
    assert response.cookies["linli_size"].value == "large"
    assert response.cookies["linli_language"].value == "en"
    assert client.post("/me/details/", {**form, "display_name": "\u200b"}).status_code == 422


def test_closing_empties_the_account_everywhere(cast: Cast) -> None:
    account = cast.secretary.account
    assert account is not None
    EmailAddress.objects.create(user=account, email="l@example.org", verified=True, primary=True)
    here, there = cast.secretary.client(), cast.secretary.client()
    actions.give_consent(actor=cast.secretary.actor, purpose="surveys", now=NOW)
    erased: list[int] = []
    queries.register_holder("test", "test", lambda _key: {}, lambda key, _now: erased.append(key))

    assert here.post("/me/close/", {}).status_code == 422
    assert here.post("/me/close/", {"is_sure": "on"}).status_code == 302

    row = Account.objects.get(pk=account.pk)
    assert (row.username, row.email, row.display_name, row.is_active) == (
        None,
        None,
        "已注销",
        False,
    )
    assert erased == [account.pk]
    assert there.get("/me/").status_code == 302
    assert not AccountSession.objects.filter(account=account.pk).exists()
    assert not EmailAddress.objects.filter(user=account.pk).exists()
    assert not Consent.objects.filter(account=account.pk, withdrawn_at=None).exists()
    assert not RoleGrant.objects.as_of(TODAY).filter(account=account.pk).exists()
    assert "梁丽华" not in str(list(JournalLine.objects.values()))


def test_nobody_closes_the_account_of_somebody_else(cast: Cast) -> None:
    for who in cast:
        if who == "resident":
            continue
        with pytest.raises((PermissionDenied, Http404)):
            actions.close_account(actor=cast[who].actor, account=cast.resident.key, now=NOW)


def test_the_last_platform_admin_cannot_close_their_account(cast: Cast) -> None:
    admin = cast.platform_admin
    with pytest.raises(Refused, match=r"account\.last_admin"):
        actions.close_account(actor=admin.actor, account=admin.key, now=NOW)


def test_a_consent_is_given_once_and_taken_back(cast: Cast) -> None:
    client = cast.resident.client()
    for _twice in range(2):
        client.post("/me/consents/", {"give": "surveys"})
    assert Consent.objects.filter(account=cast.resident.key, withdrawn_at=None).count() == 1
    client.post("/me/consents/", {"withdraw": "surveys"})
    assert Consent.objects.filter(account=cast.resident.key, withdrawn_at=None).count() == 0
    assert client.post("/me/consents/", {"give": "face"}).status_code == 409


def test_a_helper_acts_for_somebody_until_consent_is_withdrawn(cast: Cast) -> None:
    ends = TODAY + dt.timedelta(days=30)
    actions.appoint_helper(actor=cast.resident.actor, helper="neighbour", valid_to=ends, now=NOW)
    client = cast.neighbour.client()
    assert client.post(f"/me/helpers/for/{cast.resident.key}/").status_code == 302
    assert "您正在代家人办理" in client.get("/me/helpers/").content.decode()

    actions.withdraw_consent(actor=cast.resident.actor, purpose="family_helper", now=NOW)
    assert "您正在代家人办理" not in client.get("/me/helpers/").content.decode()
    assert client.post(f"/me/helpers/for/{cast.resident.key}/").status_code == 404


@pytest.mark.parametrize(
    ("code", "helper", "days"),
    [
        ("account.helper_unknown", "nobody", 30),
        ("account.helper_unknown", "resident", 30),
        ("account.helper_term", "neighbour", 0),
        ("account.helper_term", "neighbour", 400),
    ],
)
def test_a_helper_needs_an_account_and_an_end(
    cast: Cast, code: str, helper: str, days: int
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.appoint_helper(
            actor=cast.resident.actor,
            helper=helper,
            valid_to=TODAY + dt.timedelta(days=days),
            now=NOW,
        )
    assert refusal.value.code == code
    assert not Consent.objects.filter(account=cast.resident.key).exists()


def test_somebody_acting_for_another_can_neither_close_nor_appoint(cast: Cast) -> None:
    acting = Actor(account=cast.resident.key, behalf=cast.neighbour.key)
    with pytest.raises(PermissionDenied):
        actions.close_account(actor=acting, account=cast.resident.key, now=NOW)
    with pytest.raises(PermissionDenied):
        actions.appoint_helper(actor=acting, helper="neighbour", valid_to=TODAY, now=NOW)


def test_a_device_is_signed_out_from_another(cast: Cast) -> None:
    here, there = cast.resident.client(), cast.resident.client()
    rows = queries.list_sessions(cast.resident.actor, current=here.session.session_key)
    assert [row.is_current for row in rows].count(True) == 1
    other = next(row for row in rows if not row.is_current)

    stranger = cast.neighbour.client()
    assert stranger.post(f"/me/devices/{other.key}/").status_code == 404
    assert here.post(f"/me/devices/{other.key}/").status_code == 302
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200

    cast.resident.client()
    here.post("/me/devices/others/")
    assert AccountSession.objects.filter(account=cast.resident.key).count() == 1


def test_an_account_is_opened_at_the_window_and_signs_in_with_its_password(cast: Cast) -> None:
    client = cast.window.client()
    form = {"display_name": "岑婆婆", "username": "cen", "community": str(place.COMMUNITY)}
    page = client.post("/staff/accounts/open/", form)
    account = Account.objects.get(username="cen")
    password = page.context["opened"].password

    assert account.opened_by_id == cast.window.key
    assert account.check_password(password)
    assert client.post("/staff/accounts/open/", form).status_code == 422
    assert "岑婆婆" in client.get("/staff/accounts/?words=岑婆").content.decode()
    assert AccessLogLine.objects.filter(subject_account=account.pk).exists()
    with pytest.raises(PermissionDenied):
        actions.open_account(
            actor=cast.outsider.actor,
            username="x1",
            display_name="某人",
            community=place.COMMUNITY,
            now=NOW,
        )


def test_search_finds_only_accounts_of_ones_own_communities(cast: Cast) -> None:
    make_account("far", "远方人")
    near = make_account("near", "近邻人")
    Account.objects.filter(pk=near.pk).update(community=place.COMMUNITY)

    def found(who: str, words: str) -> list[str]:
        return [row.display_name for row in queries.search_accounts(cast[who].actor, words)]

    assert found("secretary", "近邻") == ["近邻人"]
    assert found("window", "近邻") == ["近邻人"]
    assert found("outsider", "近邻") == []
    assert found("secretary", "远方") == []
    assert found("secretary", "far") == ["远方人"]
    assert found("window", "far") == []
    assert found("resident", "near") == []


def test_accounts_unused_for_two_years_are_emptied_and_old_log_lines_go(cast: Cast) -> None:
    old, new = make_account("old"), make_account("new")
    long_ago = NOW - dt.timedelta(days=731)
    Account.objects.filter(pk=old.pk).update(last_login=long_ago)
    Account.objects.filter(pk=new.pk).update(last_login=NOW)
    look(cast, now=NOW - dt.timedelta(days=1096))
    look(cast, now=NOW - dt.timedelta(days=1094))

    jobs.forget(now=NOW)

    assert Account.objects.get(pk=old.pk).deleted_at == NOW
    assert Account.objects.get(pk=new.pk).deleted_at is None
    assert AccessLogLine.objects.count() == 1


def test_nothing_personal_is_written_to_the_log_of_the_server(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = cast.resident.client()
    client.get("/me/")
    client.post("/me/details/", {"display_name": "秘密名字", "language": "en"})
    client.post("/accounts/login/", {"login": "geheim@example.org", "password": "geheim-word"})
    client.get("/me/nothing/")
    written = caplog.text

    for secret in ("莫小玲", "秘密名字", "geheim", str(client.session.session_key)):
        assert secret not in written


def test_linlis_own_work_leaves_no_look(cast: Cast) -> None:
    actions.log_access(
        actor=system("job"),
        subjects=[queries.Subject(account=cast.resident.key)],
        what="电话",
        purpose="到期清理",
        now=NOW,
    )
    assert not AccessLogLine.objects.exists()
