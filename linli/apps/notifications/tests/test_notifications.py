"""Telling, reading, choosing, sending, stopping: each with whom it must not reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import Http404
from pytest_django import DjangoAssertNumQueries, Settings

from linli.apps.accounts import actions as accounts
from linli.apps.accounts.tests.cast import Cast, read_matrix
from linli.apps.notifications import actions, queries
from linli.apps.notifications.actions.choosing import stop_token
from linli.apps.notifications.models import Choice, Delivery, Notification, PushDevice
from linli.apps.notifications.queries import Channel, Group, Kind
from linli.apps.notifications.rules import Pace, Rhythm
from linli.foundation import clock
from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused
from linli.platform import messages
from linli.platform.access import system
from linli.platform.messages import Message

NOON = dt.datetime(2026, 11, 3, 12, tzinfo=LOCAL)
NIGHT = dt.datetime(2026, 11, 3, 22, tzinfo=LOCAL)
TEST = system("test")
queries.register_kind(Kind("tests.told", Group.MATTERS, "“%(what)s”有了变化。", "bell"))
queries.register_kind(
    Kind("tests.fire", Group.ACCOUNT, "有人在新设备登录。", "bell", is_urgent=True)
)
PUSH = "https://fcm.googleapis.com/fcm/send/abc"


def tell(cast: Cast, *who: str, mark: str = "1", now: dt.datetime = NOON, **more: Any) -> int:
    given = {"kind": "tests.told", "facts": {"what": "路灯"}, "path": "/matters/K7M4Q2XD/", **more}
    return actions.notify(
        actor=TEST, accounts=[cast[name].key for name in who], mark=mark, now=now, **given
    )


def with_mail(cast: Cast, who: str = "resident", *, verified: bool = True) -> None:
    """Give somebody an address, and let them ask for mail about their matters."""
    EmailAddress.objects.create(
        user_id=cast[who].key, email=f"{who}@example.org", primary=True, verified=verified
    )
    actions.choose(
        actor=cast[who].actor, group=Group.MATTERS, channel=Channel.EMAIL, is_on=True, now=NOON
    )


@pytest.fixture
def gateway(settings: Settings) -> Iterator[list[Message]]:
    """Short messages are kept here instead of being sent; the list `fail` makes them fail."""
    Gateway.taken, Gateway.fails_with = [], None
    settings.MESSAGE_CHANNELS = {
        **settings.MESSAGE_CHANNELS,
        "sms": f"{__name__}.Gateway",
        "push": f"{__name__}.Gateway",
    }
    messages.forget_channels()
    queries.register_address(Channel.SMS, lambda _account: ["13800000000"])
    yield Gateway.taken
    queries.register_address(Channel.SMS, lambda _account: [])
    messages.forget_channels()


class Gateway:
    taken: list[Message]
    fails_with: Exception | None

    def send(self, message: Message) -> None:
        if self.fails_with is not None:
            raise self.fails_with
        self.taken.append(message)


def test_people_are_told_once_of_one_cause(cast: Cast) -> None:
    assert tell(cast, "resident", "neighbour") == 2
    assert tell(cast, "resident", "neighbour", "volunteer") == 1
    assert tell(cast, "resident", mark="2") == 1
    assert queries.count_unread(actor=cast.resident.actor) == 2


def test_who_did_it_is_not_told_of_it(cast: Cast) -> None:
    told = actions.notify(
        actor=cast.secretary.actor,
        accounts=[cast.secretary.key, cast.resident.key],
        kind="tests.told",
        facts={"what": "路灯"},
        path="/",
        mark="1",
        now=NOON,
    )
    assert told == 1
    assert queries.count_unread(actor=cast.secretary.actor) == 0


def test_nothing_leaves_before_somebody_asks_for_it(cast: Cast) -> None:
    EmailAddress.objects.create(
        user_id=cast.resident.key, email="mo@example.org", primary=True, verified=True
    )
    tell(cast, "resident")
    assert not Delivery.objects.exists()


def test_mail_is_sent_to_a_confirmed_address_with_a_way_to_stop_it(cast: Cast) -> None:
    with_mail(cast)
    tell(cast, "resident")
    assert actions.deliver(actor=TEST, now=NOON) == 1
    assert actions.deliver(actor=TEST, now=NOON) == 0

    (sent,) = mail.outbox
    assert sent.to == ["resident@example.org"]
    assert "“路灯”有了变化。" in sent.subject
    assert "/matters/K7M4Q2XD/" in sent.body
    address = sent.extra_headers["List-Unsubscribe"].strip("<>")
    path = address[address.index("/notifications/") :]
    client = cast.stranger.client()
    assert "不再发送？" in client.get(path).content.decode()
    assert Choice.objects.get().is_on
    assert "不再发了" in client.post(path).content.decode()
    assert not Choice.objects.get().is_on
    tell(cast, "resident", mark="2")
    assert actions.deliver(actor=TEST, now=NOON) == 0


def test_an_address_that_nobody_confirmed_gets_nothing(cast: Cast) -> None:
    with_mail(cast, verified=False)
    tell(cast, "resident")
    assert actions.deliver(actor=TEST, now=NOON) == 0
    assert Delivery.objects.get().state == Delivery.State.GIVEN_UP


def test_a_forged_link_stops_nothing(cast: Cast) -> None:
    with_mail(cast)
    token = stop_token(cast.resident.key, Group.MATTERS, Channel.EMAIL)
    forged = token.replace(str(cast.resident.key), str(cast.neighbour.key))
    for word in (forged, token[:-1], "x", "1:matters:email"):
        assert cast.stranger.client().post(f"/notifications/stop/{word}/").status_code == 404
    assert Choice.objects.get().is_on


def test_the_quiet_hours_hold_mail_back_and_bundle_it(cast: Cast) -> None:
    with_mail(cast)
    tell(cast, "resident", mark="1", now=NIGHT)
    tell(cast, "resident", mark="2", now=NIGHT + dt.timedelta(hours=1))
    assert actions.deliver(actor=TEST, now=NIGHT + dt.timedelta(hours=2)) == 0
    assert actions.deliver(actor=TEST, now=NIGHT + dt.timedelta(hours=9)) == 1
    assert "您有2条新通知" in mail.outbox[0].subject
    assert mail.outbox[0].body.count("路灯") == 2


def test_the_daily_message_comes_at_eight(cast: Cast) -> None:
    with_mail(cast)
    rhythm = Rhythm(pace=Pace.DAILY)
    actions.set_rhythm(actor=cast.resident.actor, rhythm=rhythm, now=NOON)
    tell(cast, "resident")
    assert actions.deliver(actor=TEST, now=NOON + dt.timedelta(hours=19)) == 0
    assert actions.deliver(actor=TEST, now=NOON + dt.timedelta(hours=20)) == 1


def test_what_was_read_need_not_be_sent(cast: Cast) -> None:
    with_mail(cast)
    tell(cast, "resident", now=NIGHT)
    pk = Notification.objects.get().pk
    client = cast.resident.client()
    assert client.get(f"/notifications/{pk}/").headers["Location"] == "/matters/K7M4Q2XD/"
    assert not Delivery.objects.exists()
    assert queries.count_unread(actor=cast.resident.actor) == 0


def test_a_failing_gateway_is_asked_again_and_then_given_up(
    cast: Cast, gateway: list[Message]
) -> None:
    actions.choose(
        actor=cast.resident.actor,
        group=Group.MATTERS,
        channel=Channel.SMS,
        is_on=True,
        now=NOON,
    )
    tell(cast, "resident")
    Gateway.fails_with = OSError("no line")
    now = NOON
    for _attempt in range(10):
        assert actions.deliver(actor=TEST, now=now) == 0
        now = Delivery.objects.get().due_at
    assert Delivery.objects.get().state == Delivery.State.GIVEN_UP
    Gateway.fails_with = None
    tell(cast, "resident", mark="2", now=now)
    assert actions.deliver(actor=TEST, now=now) == 1
    assert gateway[0].to == "13800000000"


def test_one_whose_gateway_fails_keeps_nobody_else_from_being_told(
    cast: Cast, gateway: list[Message]
) -> None:
    with_mail(cast, "neighbour")
    actions.choose(
        actor=cast.resident.actor,
        group=Group.MATTERS,
        channel=Channel.SMS,
        is_on=True,
        now=NOON,
    )
    Gateway.fails_with = OSError("no line")
    tell(cast, "resident", "neighbour")
    assert actions.deliver(actor=TEST, now=NOON) == 1
    assert len(mail.outbox) == 1


def test_a_dead_worker_leaves_its_messages_to_the_next(cast: Cast) -> None:
    with_mail(cast)
    tell(cast, "resident")
    assert len(queries.claim_due(now=NOON)) == 1  # and dies here
    assert actions.deliver(actor=TEST, now=NOON + dt.timedelta(minutes=5)) == 0
    assert actions.deliver(actor=TEST, now=NOON + dt.timedelta(minutes=11)) == 1


def test_a_browser_that_unsubscribed_is_forgotten(cast: Cast, gateway: list[Message]) -> None:
    add(cast, "resident")
    tell(cast, "resident")
    Gateway.fails_with = messages.Undeliverable("gone")
    assert actions.deliver(actor=TEST, now=NOON) == 0
    assert not PushDevice.objects.exists()


def add(cast: Cast, who: str, endpoint: str = PUSH) -> PushDevice:
    return actions.add_device(
        actor=cast[who].actor,
        endpoint=endpoint,
        p256dh="B" * 87,
        auth="a" * 22,
        device="手机",
        now=NOON,
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilnotify.windows.com@10.0.0.1/",
        "https://notify.windows.com.evil.example/",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_known_push_services_are_ever_called(cast: Cast, endpoint: str) -> None:
    with pytest.raises(Refused, match=r"notifications\.push_unknown"):
        add(cast, "resident", endpoint)


def test_a_shared_browser_wakes_only_who_asked_last(cast: Cast) -> None:
    add(cast, "resident")
    mine = add(cast, "neighbour")
    assert [row.account_id for row in PushDevice.objects.all()] == [cast.neighbour.key]
    with pytest.raises(Http404):
        actions.remove_device(actor=cast.resident.actor, pk=mine.pk, now=NOON)


def test_consent_and_choice_are_one_thing(cast: Cast) -> None:
    with_mail(cast)
    accounts.withdraw_consent(actor=cast.resident.actor, purpose="matter_messages", now=NOON)
    assert not Choice.objects.get().is_on
    accounts.give_consent(actor=cast.resident.actor, purpose="matter_messages", now=NOON)
    assert Choice.objects.get().is_on


def test_closing_an_account_takes_everything_along(cast: Cast) -> None:
    with_mail(cast)
    add(cast, "resident")
    tell(cast, "resident")
    held = cast.resident.client().get("/me/data.json").content.decode()
    assert "“路灯”有了变化。" in held
    accounts.close_account(actor=cast.resident.actor, account=cast.resident.key, now=NOON)
    for model in (Notification, Delivery, Choice, PushDevice):
        assert not model.objects.exists()


def test_old_notifications_are_forgotten(cast: Cast) -> None:
    tell(cast, "resident", mark="1")
    tell(cast, "resident", mark="2")
    first = Notification.objects.order_by("id")[0]
    actions.mark_read(actor=cast.resident.actor, pk=first.pk, now=NOON)
    assert actions.forget(actor=TEST, now=NOON + dt.timedelta(days=91)) == 1
    assert actions.forget(actor=TEST, now=NOON + dt.timedelta(days=366)) == 1


PAGES = read_matrix("""
              /notifications/  /notifications/choices/  /notifications/count/  /api/me/notifications
stranger      302              302                      200                    403
resident      200              200                      200                    200
secretary     200              200                      200                    200
""")


@pytest.mark.parametrize(("who", "path", "status"), PAGES)
def test_pages_open_for_whom_they_are(cast: Cast, who: str, path: str, status: str) -> None:
    assert cast[who].client().get(path).status_code == int(status)


def test_nobody_reads_what_another_was_told(cast: Cast) -> None:
    tell(cast, "resident")
    pk = Notification.objects.get().pk
    for who in cast:
        if who in {"resident", "stranger"}:
            continue
        client = cast[who].client()
        assert "路灯" not in client.get("/notifications/").content.decode(), who
        assert client.get(f"/notifications/{pk}/").status_code == 404, who
        assert client.post(f"/api/me/notifications/{pk}/read").status_code == 404, who
    assert queries.count_unread(actor=cast.resident.actor) == 1
    assert "路灯" in cast.resident.client().get("/notifications/").content.decode()
    assert cast.resident.client().get("/api/me/notifications").json()["unread"] == 1


def test_the_list_costs_the_same_for_one_and_for_twenty_rows(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.resident.client()
    tell(cast, "resident")
    client.get("/notifications/")
    with django_assert_num_queries(3):
        client.get("/notifications/")
    for number in range(20):
        tell(cast, "resident", mark=f"more{number}")
    with django_assert_num_queries(3):
        client.get("/notifications/")


def test_a_secretary_chooses_on_the_page(cast: Cast) -> None:
    EmailAddress.objects.create(
        user_id=cast.secretary.key, email="liang@example.org", primary=True, verified=True
    )
    client = cast.secretary.client()
    sent = {"email": ["matters", "work"], "push": ["matters"]}
    assert client.post("/notifications/choices/", sent).status_code == 302
    chosen = {each.channel: each.groups for each in queries.choices_of(cast.secretary.key)}
    assert chosen[Channel.EMAIL] == {Group.MATTERS, Group.WORK}
    page = client.get("/notifications/choices/").content.decode()
    assert page.count(" checked") >= 2
    wrong = client.post("/notifications/rhythm/", {"pace": "hourly", "quiet_from": "25:00"})
    assert wrong.status_code == 422
    right = {"pace": "daily", "quiet_from": "20:30", "quiet_to": "08:00"}
    assert client.post("/notifications/rhythm/", right).status_code == 302
    assert queries.rhythm_of(cast.secretary.key) == Rhythm(Pace.DAILY, dt.time(20, 30), dt.time(8))


def test_telling_three_thousand_costs_few_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    from linli.apps.accounts.models import Account
    from linli.foundation.keys import new_key

    rows = [
        Account(id=new_key(clock.now()), username=f"u{n}", display_name="甲") for n in range(3000)
    ]
    Account.objects.bulk_create(rows)
    with django_assert_max_num_queries(60):
        told = actions.notify(
            actor=TEST,
            accounts=[row.pk for row in rows],
            kind="tests.told",
            facts={"what": "表决"},
            path="/",
            mark="1",
            now=NOON,
        )
    assert told == 3000
