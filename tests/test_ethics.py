"""The twenty-two lines that are never crossed (ethics_rules.json), each held by a test.

A line is held here, or by a named test of the app that it is about, or it waits for an app that is
not built yet: the test fails on the day that app is installed, so that nobody forgets it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey, Model
from django.test import Client

from linli.apps.accounts import actions as account_actions
from linli.apps.accounts.tests.cast import Cast
from linli.apps.people import queries as people
from linli.apps.people.rules import LABELS, check_no_label
from linli.foundation import clock
from linli.foundation.refusals import Refused

ROOT = Path(__file__).parents[1]
RULES = json.loads((Path(__file__).parent / "ethics_rules.json").read_text("utf-8"))["rules"]
LINLI = ROOT / "linli"
PERSONAL: Final = {"accounts.Account", "people.Person", "people.Household"}

# Held by tests of the app that the line is about: file and name.
ELSEWHERE: Final = {
    "E-09": (
        "linli/apps/matters/tests/test_desk_pages.py",
        "test_only_who_must_can_call_the_reporter",
    ),
    "E-12": (
        "linli/apps/people/tests/test_people.py",
        "test_a_child_needs_a_guardian_who_agrees",
    ),
    "E-13": (
        "linli/apps/people/tests/test_people.py",
        "test_the_database_keeps_no_help_entry_without_an_end",
    ),
    "E-14": (
        "linli/apps/votes/tests/test_pages.py",
        "test_nobody_opens_the_ballot_of_somebody_else",
    ),
    "E-16": (
        "linli/apps/people/tests/test_people.py",
        "test_each_look_at_residents_is_read_by_them",
    ),
    "E-19": (
        "linli/apps/people/tests/test_people.py",
        "test_few_people_are_not_counted_out_loud",
    ),
    "E-20": (
        "linli/apps/accounts/tests/test_rights.py",
        "test_accounts_unused_for_two_years_are_emptied_and_old_log_lines_go",
    ),
}
# Not applicable yet: the module that the line is about, and why nothing can cross it before.
WAITS_FOR: Final = {
    "E-06": ("linli.apps.timebank", "there are no points before the time bank"),
    "E-18": ("linli.apps.cityboard", "there is no indicator before the city board"),
}


def models_about_people() -> Iterator[type[Model]]:
    """Yield the tables of accounts and persons, and every table with a row for one of them."""
    for model in apps.get_models():
        if model._meta.app_label not in settings.LINLI_APPS:
            continue
        targets = {
            field.related_model._meta.label
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey) and not isinstance(field.related_model, str)
        }
        if model._meta.label in PERSONAL or targets & PERSONAL:
            yield model


def fields_about_people() -> Iterator[tuple[str, Field[Any, Any]]]:
    for model in models_about_people():
        for field in model._meta.local_fields:
            yield f"{model._meta.label}.{field.name}", field


def own_texts(*endings: str) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the files of the house with these endings, tests apart."""
    folders = (LINLI, ROOT / "frontend" / "src")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in endings and "tests" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def test_every_line_is_held_by_a_test_or_waits_for_an_app() -> None:
    here = {f"E-{match}" for match in re.findall(r"def test_e(\d\d)_", Path(__file__).read_text())}
    named = {rule["id"] for rule in RULES}

    assert here | set(ELSEWHERE) | set(WAITS_FOR) == named
    assert len(named) == 22


@pytest.mark.parametrize(("line", "place"), ELSEWHERE.items())
def test_the_test_that_holds_a_line_elsewhere_is_there(line: str, place: tuple[str, str]) -> None:
    path, name = place
    assert f"def {name}(" in (ROOT / path).read_text("utf-8"), line


@pytest.mark.parametrize(("line", "wait"), WAITS_FOR.items())
def test_a_line_that_waits_for_an_app_is_written_when_the_app_comes(
    line: str, wait: tuple[str, str]
) -> None:
    module, reason = wait
    assert not (ROOT / module.replace(".", "/")).exists(), f"{line}: {reason}; write its test now"


def test_e01_no_table_holds_a_score_or_rank_of_a_person() -> None:
    forbidden = re.compile(
        r"score|rank|credit|level|grade|star|reputation|points|星级|积分|排名|信用"
    )
    allowed = {"accounts.RoleGrant.level"}  # the level of the area, not of anybody
    found = [
        name
        for name, field in fields_about_people()
        if forbidden.search(f"{field.name} {field.verbose_name}") and name not in allowed
    ]
    assert found == []


def test_e02_no_table_labels_a_person_and_no_text_about_one_may() -> None:
    forbidden = re.compile(r"\b(tag|tags|label|labels|flag|flags|blacklist)\b|标签|黑名单")
    found = [
        name
        for name, field in fields_about_people()
        if forbidden.search(f"{field.name} {field.verbose_name}")
        and not name.startswith("platform.")
    ]
    assert found == []
    for label in LABELS:
        with pytest.raises(Refused, match=r"person\.label_forbidden"):
            check_no_label(f"此人是{label}，请注意")


def test_e03_belief_origin_party_and_health_are_not_collected() -> None:
    forbidden = re.compile(
        r"party|religi|ethnic|nationality|health|illness|disab|politic|党员|宗教|民族|健康|残疾|政治"
    )
    found = [
        name
        for name, field in fields_about_people()
        if not name.startswith("organisations.")
        and forbidden.search(f"{field.name} {field.verbose_name}")
    ]
    assert found == []


def test_e04_nothing_is_collected_behind_ones_back(db: None) -> None:
    policy = Client().get("/accounts/login/")["Permissions-Policy"]
    assert "camera=()" in policy
    assert "microphone=()" in policy
    covert = re.compile(
        r"watchPosition|getUserMedia|mediaDevices|clipboard\.read|navigator\.contacts"
        r"|sendBeacon|getBattery|DeviceMotionEvent|enumerateDevices"
    )
    for name, text in own_texts(".ts", ".html"):
        assert not covert.search(text), name
        if "geolocation.getCurrentPosition" in text:
            before = text.split("geolocation.getCurrentPosition")[0]
            on_tap = r"addEventListener\(['\"]click['\"][^}]*$"
            assert re.search(on_tap, before), f"{name}: ask on a tap"


def test_e05_no_face_is_recognised() -> None:
    faces = re.compile(r"face[-_]?(recognition|api|net|detect)|dlib|insightface|deepface|mediapipe")
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "frontend" / "package.json"]
    for path in locks:
        assert not faces.search(path.read_text("utf-8").lower()), path.name
    for name, text in own_texts(".py", ".ts", ".html"):
        assert not faces.search(text.lower()), name


def test_e07_there_are_no_leaderboards() -> None:
    # 榜 alone also stands in 榜样, an example to follow; 不排名次 says that there is no ranking.
    board = re.compile(
        r"(?<!不)排名|排行|龙虎榜|光荣榜|红黑榜|leaderboard|top ?10\b", re.IGNORECASE
    )
    for name, text in own_texts(".html", ".po", ".ts"):
        assert not board.search(text), name


def test_e08_there_is_no_punch_in_and_no_track() -> None:
    track = re.compile(r"check_?in|punch|selfie|gps|trajectory|last_seen|打卡|轨迹|签到|自拍")
    found = [
        name
        for name, field in fields_about_people()
        if track.search(f"{field.name} {field.verbose_name}")
    ]
    assert found == []


def test_e10_nobody_is_listed_by_how_often_they_complain() -> None:
    per_person = re.compile(
        r"values\(\s*[\"'](reporter|account|person)[\"']?[^)]*\)\s*\.annotate\([^)]*Count"
    )
    for name, text in own_texts(".py"):
        assert not per_person.search(text), name


def test_e11_refusing_every_consent_changes_nothing(cast: Cast) -> None:
    pages = ("/", "/me/", "/homes/", "/homes/help/", "/me/data.json")
    client = cast.resident.client()
    without = [client.get(page).status_code for page in pages]
    for row in ("matter_messages", "contact_by_staff", "public_thanks", "surveys"):
        account_actions.give_consent(actor=cast.resident.actor, purpose=row, now=clock.now())

    assert [client.get(page).status_code for page in pages] == without


def test_e15_machines_suggest_and_a_person_confirms() -> None:
    """No job of a machine accepts, dispatches, declines or closes anything about a person."""
    deciding = re.compile(
        r"\b(confirm_claim|decline_claim|grant_role|accept_matter|dispatch_matter)\("
    )
    for name, text in own_texts(".py"):
        if name.endswith(("jobs.py", "listeners.py")) or "/jobs/" in name:
            assert not deciding.search(text), name


def test_e17_nothing_is_loaded_from_others() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["connect-src"] == ["'self'"]
    foreign = re.compile(r"(src|href|action)=\"(https?:)?//(?!localhost)")
    for name, text in own_texts(".html"):
        assert not foreign.search(text), name


def test_e21_nobody_is_shamed_in_public() -> None:
    shame = re.compile(r"欠费名单|欠费户|未投票名单|曝光台|黑榜|失信")
    for name, text in own_texts(".html", ".po"):
        assert not shame.search(text), name


def test_e22_there_is_no_way_around_access_without_a_trace(cast: Cast) -> None:
    """Break-glass access does not exist: not even the platform admin reads persons."""
    for who in ("platform_admin", "city_officer", "subdistrict_officer"):
        assert people.search_persons(cast[who].actor, "莫小") == ()
        assert not people.keeps(cast[who].actor)
    for name, text in own_texts(".py"):
        assert "break_glass" not in text, name
