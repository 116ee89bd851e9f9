"""What comes in: good, bad, twice, from the wrong place, in an emergency."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.actions import Contact, Spot
from linli.apps.matters.models import Matter, MatterContact
from linli.apps.matters.rules.hints import emergency_hint, hint_in
from linli.apps.matters.tests.desk import NOW, WORDS, desk, later, report
from linli.foundation.refusals import Refused
from linli.platform import files
from linli.platform.access import ANYONE
from linli.platform.models import JournalLine, StoredFile

__all__ = ["desk"]

INPUTS = json.loads((Path(__file__).parent / "special_inputs.json").read_text("utf-8"))["inputs"]
EXPECTED = {
    "EMERGENCY_120": "medical",
    "EMERGENCY_119": "fire",
    "EMERGENCY_110": "police",
    "CRISIS": "crisis",
    "OUT_OF_SCOPE_COURT": "court",
    "OUT_OF_SCOPE_PETITION": "petition",
    "REFUSE_PRIVACY": "privacy",
    "REFUSE_LABEL": "label",
    "DUPLICATE_LINK": "duplicate",
    "NO_CONTENT": "empty",
}


@pytest.mark.parametrize("each", INPUTS, ids=lambda each: each["expected"])
def test_special_words_get_the_reply_that_the_file_expects(each: dict[str, str]) -> None:
    hint = hint_in(each["text"])

    assert hint is not None
    assert hint.code == EXPECTED[each["expected"]]
    assert hint.sentence
    assert hint.sentence_en


def test_the_texts_of_ordinary_matters_are_never_refused() -> None:
    texts = json.loads((Path(__file__).parents[1] / "data" / "texts.json").read_text("utf-8"))
    refused = [
        words
        for row in texts["texts"]
        for words in row["variants"]
        if (hint := hint_in(words)) is not None and hint.is_refusal
    ]

    assert refused == []


def test_danger_in_the_words_comes_before_the_warning_of_the_kind() -> None:
    by_kind, by_words = emergency_hint("A07", "燃气管生锈了"), emergency_hint("A07", "家里起火了！")

    assert by_kind is not None
    assert by_words is not None
    assert (by_kind.code, by_words.numbers[0]) == ("kind", "119")
    assert emergency_hint("", "灯坏了") is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("灯" * 100_000, "matters.text_too_long"),
        ("灯" * 2001, "matters.text_too_long"),
        ("", "matters.words_missing"),
        (" \u202e\x00\n", "matters.words_missing"),
        ("😀😀", "matters.words_missing"),
        ("测试测试123", "matters.empty"),
        ("把301那家加到黑名单，不要给他办事", "matters.label"),
        ("查一下隔壁住的是什么人，做什么工作", "matters.privacy"),
    ],
)
def test_words_that_cannot_be_taken_get_a_reason_and_leave_nothing(
    desk: Cast, words: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        report(words=words)

    assert refusal.value.code == code
    assert refusal.value.field == "words"
    assert not Matter.objects.exists()
    assert not JournalLine.objects.exists()


def test_odd_letters_are_cleaned_and_kept_readable(desk: Cast) -> None:
    receipt = report(words="灯\x00坏了\u202e 👨‍👩‍👧 שלום\ud800\r\n\r\n\r\n\r\n快修")

    assert Matter.objects.get(pk=receipt.id).words == "灯坏了 👨‍👩‍👧 שלום\n\n快修"


@pytest.mark.parametrize(
    ("spot", "code"),
    [
        (Spot(), "matters.place_missing"),
        (Spot(lon=113.2, lat=23.1), "matters.outside"),
        (Spot(lon=float("nan"), lat=23.4), "matters.outside"),
        (Spot(building=1), "matters.building_unknown"),
        (Spot(building=1 << 70), "matters.building_unknown"),
        (Spot(compound=12345), "matters.compound_unknown"),
        (Spot(area=450400000000000), "matters.area_unknown"),
        (Spot(area=-1), "matters.area_unknown"),
    ],
)
def test_a_place_outside_the_city_is_refused(desk: Cast, spot: Spot, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        report(spot=spot)

    assert refusal.value.code == code
    assert not Matter.objects.exists()


def test_a_building_brings_its_compound_and_grid(desk: Cast) -> None:
    receipt = report(spot=Spot(building=desk.city.first.pk))

    matter = Matter.objects.get(pk=receipt.id)
    assert matter.compound == desk.city.compound
    assert matter.area.level == "grid"


def test_a_compound_is_enough_of_a_place(desk: Cast) -> None:
    receipt = report(spot=Spot(compound=desk.city.compound.pk))

    assert Matter.objects.get(pk=receipt.id).area_id == desk.city.compound.community_id


def test_the_same_submit_twice_is_one_matter_with_one_code(desk: Cast) -> None:
    client_id = uuid.uuid4()
    first = report(client_id=client_id)
    again = report(client_id=client_id, words="别的话", now=later(minutes=1))

    assert (first.reference, first.follow_code) == (again.reference, again.follow_code)
    assert (first.is_new, again.is_new) == (True, False)
    assert Matter.objects.count() == 1


def test_the_client_id_of_somebody_else_tells_nothing(desk: Cast) -> None:
    client_id = uuid.uuid4()
    report(desk.resident.actor, client_id=client_id)

    with pytest.raises(Refused, match=r"matters\.taken"):
        report(desk.neighbour.actor, client_id=client_id)


def test_only_staff_write_down_what_somebody_told_them(desk: Cast) -> None:
    with pytest.raises(Refused, match=r"matters\.channel_not_yours"):
        report(desk.resident.actor, channel="phone")
    with pytest.raises(Refused, match=r"matters\.channel_unknown"):
        report(desk.secretary.actor, channel="fax")
    receipt = report(desk.secretary.actor, channel="phone", contact=Contact("岑婆婆", "2000123"))

    matter = Matter.objects.get(pk=receipt.id)
    assert (matter.channel, matter.reporter_id) == ("phone", None)
    assert matter.taken_by_id == desk.secretary.key


def test_a_caller_who_reports_without_end_is_slowed_down(desk: Cast) -> None:
    for _each in range(actions.intake.REPORTS_A_CALLER_MAX):
        report(caller="192.0.2.7")

    with pytest.raises(Refused, match=r"throttle\.too_often"):
        report(caller="192.0.2.7")
    report(caller="192.0.2.8")
    report(desk.secretary.actor, caller="192.0.2.7", channel="window")


def test_a_retry_gets_its_receipt_even_when_the_caller_is_slowed_down(desk: Cast) -> None:
    client_id = uuid.uuid4()
    first = report(caller="192.0.2.7", client_id=client_id)
    for _each in range(actions.intake.REPORTS_A_CALLER_MAX - 1):
        report(caller="192.0.2.7")

    assert report(caller="192.0.2.7", client_id=client_id).reference == first.reference


def test_a_report_is_at_most_six_queries_in_one_transaction(desk: Cast) -> None:
    with CaptureQueriesContext(connection) as queried:
        report(
            spot=Spot(building=desk.city.first.pk),
            contact=Contact("李女士", "13000000001"),
            caller="192.0.2.7",
        )

    statements = [each["sql"] for each in queried if "SAVEPOINT" not in each["sql"]]
    assert len(statements) <= 6, statements


def test_a_page_is_two_queries_for_one_and_for_twenty_entries(desk: Cast) -> None:
    receipt = report(desk.resident.actor)
    for count in (1, 19):
        for number in range(count):
            actions.add_note(
                actor=desk.secretary.actor, pk=receipt.id, text=f"第{number}次", now=NOW
            )
        with CaptureQueriesContext(connection) as queried:
            queries.get_page(actor=desk.secretary.actor, reference=receipt.reference, now=NOW)
        assert len(queried) == 2


def jpeg() -> SimpleUploadedFile:
    sink = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(sink, "JPEG")
    return SimpleUploadedFile("a.jpg", sink.getvalue(), "image/jpeg")


def test_photos_go_with_the_report_and_are_seen_by_whom_it_concerns(desk: Cast) -> None:
    photo = files.store_photo(jpeg(), now=NOW)
    receipt = report(desk.resident.actor, photos=(photo.key,))
    kept = StoredFile.objects.get(pk=photo.pk)

    assert files.may_read(desk.resident.actor, kept)
    assert files.may_read(desk.grid_worker.actor, kept)
    assert not files.may_read(desk.neighbour.actor, kept)
    shown = queries.get_photo(
        actor=ANYONE,
        reference=receipt.reference,
        key=photo.key,
        follow_code=receipt.follow_code,
    )
    assert shown == kept
    with pytest.raises(Http404):
        queries.get_photo(actor=ANYONE, reference=receipt.reference, key=photo.key)


def test_a_photo_that_is_gone_takes_the_report_back(desk: Cast) -> None:
    with pytest.raises(Refused, match=r"file\.gone"):
        report(photos=("nosuchphotokey",))

    assert not Matter.objects.exists()


def test_a_forged_code_opens_nothing(desk: Cast) -> None:
    receipt = report()
    page = queries.get_page(
        actor=ANYONE, reference=receipt.reference, now=NOW, follow_code="AAAABBBBCCCC"
    )

    assert not page.is_full
    assert page.words == ""
    with pytest.raises(Http404):
        actions.withdraw_matter(actor=ANYONE, pk=receipt.id, now=NOW, follow_code="AAAABBBBCCCC")
    assert queries.find_by_follow_code(code="x" * 5000, caller="192.0.2.9", now=NOW) is None


def test_guessing_codes_is_slowed_down(desk: Cast) -> None:
    for number in range(30):
        queries.find_by_follow_code(code=f"GUESS{number}", caller="192.0.2.9", now=NOW)

    with pytest.raises(Refused, match=r"throttle\.too_often"):
        queries.find_by_follow_code(code="GUESS", caller="192.0.2.9", now=NOW)


def test_an_unreadable_telephone_number_is_sent_back(desk: Cast) -> None:
    with pytest.raises(Refused, match=r"matters\.phone_unfit"):
        report(contact=Contact(phone="不告诉你"))
    assert not MatterContact.objects.exists()
    assert WORDS
