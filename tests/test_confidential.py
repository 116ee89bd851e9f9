"""A dispute shows nowhere outside its circle: every address of the site is asked as everybody.

The addresses are read from the resolver, so those of apps that come later are walked by themselves.
What stands for a parameter of an address is found by its name and by every key, code and reference
of what the dispute touches. Bodies are unpacked (gzip, zip, PDF) before they are searched.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import PARTS, STRANGER, Cast, give, make_account, signed_in
from linli.apps.disputes import actions, queries
from linli.apps.disputes.actions import Someone, Spot
from linli.apps.disputes.models import Dispute
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import Room
from linli.apps.matters.tests.desk import make_units, report
from linli.foundation import clock
from linli.platform.models import JournalLine, StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]
WORDS: Final = "标记甲乙丙丁的家事"
NAME, OTHER_NAME, PHONE = "欧阳标记", "司马标记", "13899990001"
RECORD, NOTE, TERMS = "标记的记录内容", "标记的私下笔记", "标记的协议约定内容"
# Who stands outside: everybody of the cast but the two sides and who answers for it, and one more.
OUTSIDE: Final = (
    *sorted(set(PARTS) - {"resident", "neighbour", "secretary"}),
    STRANGER,
    "other_mediator",
)
FILLED_MAX: Final = 3  # ways to fill one address
CONVERTED: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUPED: Final = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Case:
    """The dispute, and all by which it could be found."""

    receipt: actions.Receipt
    room: Room
    numbers: dict[str, list[str]]
    markers: tuple[str, ...]


@pytest.fixture
def case(cast: Cast) -> Case:
    """A dispute with everything that one can have, in which all texts carry a marker."""
    make_units()
    room = scene.make_room(cast)
    matter = report(room.resident, now=clock.now())
    other = Someone(OTHER_NAME, PHONE, account=room.account(room.neighbour))
    receipt = scene.apply(
        room.resident,
        now=clock.now(),
        words=WORDS,
        spot=Spot(building=cast.city.first.pk, text="标记的门口"),
        applicant=Someone(NAME, PHONE),
        other=other,
        matter=matter.reference,
    )
    _bring_along(room, receipt)
    numbers = _numbers(room, receipt, matter.reference)
    hidden = (receipt.reference, str(receipt.id), receipt.follow_code)
    return Case(
        receipt, room, numbers, (*hidden, "标记", NAME, OTHER_NAME, PHONE, RECORD, NOTE, TERMS)
    )


def _bring_along(room: Room, receipt: actions.Receipt) -> None:
    """Bring it into mediation with a meeting, notes, a draft that one side has confirmed, a look."""
    pk, now = receipt.id, clock.now()
    actions.ask_consent(actor=room.secretary, pk=pk, way="phone", now=now)
    scene.seat(room, pk)
    actions.answer_consent(actor=room.neighbour, pk=pk, answer="given", now=now)
    actions.plan_session(
        actor=room.mediator, pk=pk, begins_at=now, setting="room", place="标记的房间", now=now
    )
    minutes = actions.Minutes((1, 2), RECORD, "标记的下一步")
    actions.record_session(actor=room.mediator, pk=pk, number=1, minutes=minutes, now=now)
    actions.add_note(actor=room.mediator, pk=pk, words=NOTE, now=now)
    actions.add_note(actor=room.resident, pk=pk, words=NOTE, for_side=True, now=now)
    draft = actions.draw_up(actor=room.mediator, pk=pk, form="oral", words=TERMS, now=now)
    mark = draft.fingerprint
    actions.confirm_agreement(actor=room.resident, pk=pk, fingerprint=mark, now=now)
    actions.log_look(actor=room.mediator, pk=pk, capacity="mediator", what="page", now=now)


def _numbers(room: Room, receipt: actions.Receipt, matter: str) -> dict[str, list[str]]:
    """Return by the name of a parameter what may stand there; `""` is for names that say nothing."""
    city, dispute = room.cast.city, Dispute.objects.get(pk=receipt.id)
    own = [receipt.reference, str(receipt.id), f"D-{receipt.reference}", receipt.follow_code]
    children = [
        str(pk)
        for name in ("sides", "seats", "sessions", "notes", "agreements", "looks")
        for pk in getattr(dispute, name).values_list("pk", flat=True)
    ]
    accounts = [str(room.cast.resident.key), str(room.cast.neighbour.key)]
    areas = [str(place.COMMUNITY), str(place.GRID), str(place.SUBDISTRICT), str(place.CITY)]
    lines = [str(pk) for pk in JournalLine.objects.order_by("-id").values_list("pk", flat=True)[:2]]
    return {
        "reference": [receipt.reference, matter],
        "account": accounts,
        "person": accounts,
        "building": [str(city.first.pk)],
        "compound": [str(city.compound.pk)],
        "community": areas[:1],
        "area": areas,
        "code": [*areas, receipt.follow_code, receipt.reference],
        "grid": [areas[1]],
        "act": ["consent", "note_side"],
        "kind": ["K01", "A01"],
        "number": ["1"],
        "username": ["resident"],
        "key": [*own, *children[:2]],
        "id": own,
        "": [*own, *children[:1], *accounts[:1], *areas[:1], *lines[:1]],
    }


def all_addresses(
    resolver: URLResolver | None = None, before: str = "/"
) -> Iterator[tuple[str, str]]:
    """Yield (address with its parameters as `<name>`, name of the view) of the whole site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        text = str(pattern.pattern)
        text = GROUPED.sub(r"<\1>", text.removeprefix("^").removesuffix("$").removesuffix(r"\Z"))
        if isinstance(pattern, URLResolver):
            yield from all_addresses(pattern, before + text)
        elif isinstance(pattern, URLPattern):
            yield before + text.replace("\\", ""), str(pattern.name)


def filled(address: str, numbers: dict[str, list[str]]) -> list[str]:
    """Return the ways to fill an address: each parameter by its name, all of them moved on together."""
    names = [name for _converter, name in CONVERTED.findall(address)]
    if not names:
        return [address]
    most = max(len(numbers.get(name, numbers[""])) for name in names)
    found = []
    for turn in range(min(most, FILLED_MAX)):
        values = {
            name: (given := numbers.get(name, numbers[""]))[turn % len(given)] for name in names
        }
        found.append(CONVERTED.sub(lambda match: values[match.group(2)], address))  # noqa: B023
    return list(dict.fromkeys(found))


def unpacked(body: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield the body and, where it is packed, all that is inside."""
    yield body
    if depth > 2:
        return
    if body[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(body), depth + 1)
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield from unpacked(archive.read(name), depth + 1)
    if body[:5] == b"%PDF-":
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue


def told(answer: Any, markers: tuple[str, ...], asked: str) -> list[str]:
    """Return the markers that an answer shows, but those that the reader has typed."""
    body = b"".join(answer) if answer.streaming else answer.content
    heads = json.dumps(dict(answer.headers), ensure_ascii=False).encode()
    texts = [part.decode("utf-8", "replace") for part in (heads, *unpacked(body))]
    whole = "\n".join(texts)
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code.group(1), 16)), whole)
    return [
        marker
        for marker in markers
        if marker not in asked and any(marker in text for text in (whole, plain))
    ]


def browser(case: Case, who: str) -> Client:
    if who != "other_mediator":
        return case.room.cast[who].client()
    return signed_in(_account("huang"))


def _account(username: str) -> Any:
    from linli.apps.accounts.models import Account

    return Account.objects.get(username=username)


def questions(case: Case) -> list[str]:
    """Return every address to ask, with what a search could find it by behind those that search."""
    found = [url for address, _name in all_addresses() for url in filled(address, case.numbers)]
    return list(dict.fromkeys(found))


SEARCHES: Final = ("q", "search", "words", "text", "name")


@pytest.mark.slow
@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_the_circle_is_shown_anything_anywhere(case: Case, who: str) -> None:
    client = browser(case, who)
    client.raise_request_exception = False
    shown, asked = [], 0
    for url in questions(case):
        if "logout" in url or url.startswith("/static"):
            continue
        answer = client.get(url)
        asked += 1
        shown += [(url, answer.status_code, marker) for marker in told(answer, case.markers, url)]
    kept = tuple(marker for marker in case.markers if marker not in {NAME, "标记"})
    for address, _name in all_addresses():
        if CONVERTED.search(address) or "logout" in address:
            continue
        query = "&".join(f"{name}={NAME}" for name in SEARCHES)
        answer = client.get(f"{address}?{query}")
        asked += 1
        shown += [(address, answer.status_code, each) for each in told(answer, kept, "")]

    assert shown == []
    assert asked > 200  # the walk has walked


def test_the_walk_would_find_it(case: Case) -> None:
    """Asked as a side, the same walk does show it: a walk that finds nothing would prove nothing."""
    client = browser(case, "resident")
    found = {
        marker
        for url in questions(case)
        if "/disputes/" in url
        for marker in told(client.get(url), case.markers, url)
    }
    assert {NAME, RECORD, TERMS, NOTE} <= found


def test_acts_of_others_are_not_found(case: Case) -> None:
    for who in OUTSIDE:
        client = browser(case, who)
        for act in ("consent", "note_side", "note_mediators", "fail", "withdraw"):
            url = f"/disputes/{case.receipt.reference}/do/{act}/"
            assert client.post(url, {"answer": "given", "words": "x"}).status_code == 404, who


def test_journal_and_notifications_carry_no_name_no_word_no_place(case: Case) -> None:
    lines = JournalLine.objects.filter(verb__startswith="disputes.")
    assert lines.count() > 10
    sides = {case.room.account(case.room.resident), case.room.account(case.room.neighbour)}
    for line in lines:
        text = json.dumps([line.before, line.after, line.label], ensure_ascii=False)
        assert not any(marker in text for marker in ("标记", NAME, PHONE, RECORD, TERMS)), line
        assert line.area is None
        assert not line.is_public
        assert line.account not in sides

    from linli.apps.notifications.models import Notification

    told_of = Notification.objects.filter(kind="disputes.news")
    assert told_of.exists()
    assert set(told_of.values_list("path", flat=True)) == {"/disputes/mine/"}
    assert all(each.facts == {} for each in told_of)


def test_the_log_of_the_data_officer_holds_no_look_at_a_dispute(case: Case) -> None:
    from linli.apps.accounts.models import AccessLogLine

    browser(case, "secretary").get(f"/disputes/{case.receipt.reference}/")
    assert not AccessLogLine.objects.exists()


def test_a_scan_is_a_file_of_the_circle(case: Case) -> None:
    file = StoredFile.objects.create(
        id=1, key="k" * 32, sha256="0" * 64, media_type="image/jpeg", width=1, height=1,
        size_bytes=1, stored_at=clock.now(), kind="disputes.scan", owner=case.receipt.id,
    )  # fmt: skip
    room = case.room
    for who in OUTSIDE:
        actor = room.second if who == "other_mediator" else room.cast[who].actor
        assert not queries.may_see_file(actor, file), who
    assert queries.may_see_file(room.resident, file)
    assert queries.may_see_file(room.mediator, file)


def test_a_mediator_whose_role_has_ended_no_longer_sees_it(case: Case) -> None:
    from linli.apps.accounts import queries as accounts
    from linli.apps.accounts.models import RoleGrant

    account = case.room.account(case.room.mediator)
    page = f"/disputes/{case.receipt.reference}/"
    assert signed_in(_account("tan")).get(page).status_code == 200
    RoleGrant.objects.filter(account=account).update(valid_to=clock.local_date(clock.now()))
    assert signed_in(_account("tan")).get(page).status_code == 404
    assert accounts.actor_for(account, clock.now()).grants == ()


def test_without_the_second_factor_staff_see_nothing(case: Case) -> None:
    page = f"/disputes/{case.receipt.reference}/"
    client = signed_in(case.room.cast.secretary.account, is_verified=False)
    assert client.get(page).status_code in {302, 404}


def test_a_secretary_of_elsewhere_with_the_same_role_sees_nothing(case: Case) -> None:
    account = make_account("nextdoor", "邻社区书记")
    give(account, "community_secretary", place.NEXT_COMMUNITY, "community")
    assert signed_in(account).get(f"/disputes/{case.receipt.reference}/").status_code == 404
