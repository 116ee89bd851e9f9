"""The demo city's studies: answered from what was computed, or left to the worker."""

from __future__ import annotations

import random  # noqa: TID251  # seeded, for a test
from typing import Any

import pytest

from linli.apps.accounts.models import Account
from linli.apps.accounts.tests.cast import Cast
from linli.apps.places.models import Building
from linli.apps.planning import seeds
from linli.apps.planning.models import Note, Study
from linli.apps.planning.queries.inputs import inputs_of, request_of
from linli.apps.planning.tests.block import NOW, drawing_of
from linli.foundation.clock import local_date
from linli.platform.models import Job

TODAY = local_date(NOW)


def load() -> None:
    seeds.load(city_file={}, now=NOW, dice=random.Random(1), report=lambda *_: None)


@pytest.fixture
def town(cast: Cast, block: list[Building]) -> None:
    for who, name in (("subdistrict_officer", "gan"), ("secretary", "liang")):
        Account.objects.filter(username=who).update(username=name)


def test_a_city_that_was_not_computed_is_left_to_the_worker(town: None) -> None:
    load()

    assert set(Study.objects.values_list("state", flat=True)) == {"waiting"}
    assert Job.objects.filter(name="planning.run").count() == len(seeds.STUDIES)
    assert Note.objects.count() == 1


def test_an_answer_fits_only_the_question_it_was_computed_for(
    cast: Cast, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    study = Study.objects.filter(kind="grids").latest("id")
    request = request_of(study, inputs_of(study, TODAY))
    found = drawing_of(study)

    assert not seeds.answer(study, {seeds.fingerprint({**request, "seed": 99}): found}, NOW)
    assert seeds.answer(study, {seeds.fingerprint(request): found}, NOW)
    study.refresh_from_db()
    assert study.state == "done"


def test_the_officer_moves_a_house_that_breaks_nothing(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {}

    def answered(study: Study, _answers: object, now: Any) -> bool:
        if study.kind != "grids":
            return False
        question = seeds.fingerprint(request_of(study, inputs_of(study, TODAY)))
        kept[question] = drawing_of(study)
        return real(study, kept, now)

    real = seeds.answer
    monkeypatch.setattr(seeds, "answer", answered)
    load()
    study = Study.objects.filter(kind="grids").latest("id")

    assert study.moves.get().breaks == ""


def test_a_city_without_the_personas_gets_no_studies(cast: Cast) -> None:
    load()

    assert not Study.objects.exists()


def test_the_kept_answers_are_whole() -> None:
    found = seeds.known_answers()

    assert len(found) == len(seeds.STUDIES)
    assert all(len(name) == 64 for name in found)
    kinds = sorted("grids" if "near" in each else "other" for each in found.values())
    assert kinds == ["grids", "grids", "other", "other"]
