"""Suggestions explain themselves, learn from what people confirmed, and are measured on what they have not learned."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.models import Matter, SuggestionModel
from linli.apps.matters.rules.kinds import all_kinds
from linli.apps.matters.rules.states import State
from linli.apps.matters.rules.suggesting import (
    Lesson,
    cold_texts,
    guess_kinds,
    learn_and_measure,
    shipped_model,
)
from linli.apps.matters.tests.desk import SYSTEM, bring_to, desk, later
from linli.apps.matters.web.suggesting import marked

__all__ = ["desk"]


@pytest.fixture
def few_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learn in a moment: one wording of each kind."""
    named = [(kind.name, kind.code) for kind in all_kinds()]
    monkeypatch.setattr("linli.apps.matters.rules.suggesting.cold_texts", lambda: named)


@pytest.mark.pure
def test_the_words_that_spoke_for_a_kind_are_shown() -> None:
    best = guess_kinds(shipped_model(), "三楼走廊的照明坏了，晚上看不见路")[0]

    assert best.kind == "A01"
    assert best.words
    assert all(word in "三楼走廊的照明坏了，晚上看不见路" for word in best.words)


@pytest.mark.pure
def test_the_shipped_model_knows_every_kind_and_stays_small() -> None:
    model = shipped_model()

    assert set(model.kinds) == {kind.code for kind in all_kinds()}
    assert len(model.pack()) < 5_000_000
    assert {code for _words, code in cold_texts()} == set(model.kinds)


@pytest.mark.pure
def test_marked_words_keep_the_text_whole() -> None:
    text = "灯坏了<script>，灯又坏了"

    pieces = marked(text, ["灯坏了", "灯"])

    assert "".join(piece for piece, _told in pieces) == text
    assert [piece for piece, told in pieces if told] == ["灯坏了", "灯"]
    assert marked(text, []) == [(text, False)]


@pytest.mark.pure
def test_nothing_is_examined_on_what_it_learned(few_texts: None) -> None:
    lessons = [Lesson(f"{n}栋晾衣杆掉下来砸到花盆", "F03", "major") for n in range(20)]
    lessons += [Lesson("天台养了一群鸡天天打鸣", "D06", "minor")]

    _model, measured = learn_and_measure(lessons)

    assert measured.held_out == 1  # twenty times the same words are one text
    assert measured.learned == len(all_kinds()) + len(lessons)
    assert sum(sum(counts.values()) for counts in measured.confusion.values()) == 1


def test_what_people_confirmed_is_learned_and_used(desk: Cast, few_texts: None) -> None:
    assert actions.learn_suggestions(actor=SYSTEM, now=later(days=9)) is None
    receipt = bring_to(State.CLOSED)
    Matter.objects.filter(pk=receipt.id).update(words="晾衣杆松了", kind="F03", triaged_at=later())

    learned = actions.learn_suggestions(actor=SYSTEM, now=later(days=9))

    assert learned is not None
    assert queries.suggest_kinds("晾衣杆松了")[0].kind == "F03"
    accuracy = queries.get_accuracy()
    assert accuracy is not None
    assert accuracy.report["learned"] == len(all_kinds()) + 1


def test_sensitive_and_unconfirmed_matters_teach_nothing(desk: Cast) -> None:
    first, second = bring_to(State.CLOSED), bring_to(State.CLOSED)
    Matter.objects.filter(pk=first.id).update(privacy="sensitive", triaged_at=later())
    Matter.objects.filter(pk=second.id).update(triaged_at=None)

    assert queries.list_lessons() == []


def test_old_models_are_forgotten(desk: Cast, few_texts: None) -> None:
    bring_to(State.CLOSED)
    Matter.objects.update(triaged_at=later())
    for day in range(7):
        SuggestionModel.objects.create(id=day + 1, learned_at=later(), report={}, packed=b"")

    actions.learn_suggestions(actor=SYSTEM, now=later(days=9))

    assert SuggestionModel.objects.count() == 5


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 200), ("grid_worker", 200), ("resident", 403), ("stranger", 302)],
)
def test_staff_see_how_good_suggestions_are(desk: Cast, who: str, status: int) -> None:
    assert desk[who].client().get("/matters/accuracy/").status_code == status


def test_the_page_shows_the_shipped_figures_first(desk: Cast) -> None:
    page = desk.secretary.client().get("/matters/accuracy/").content.decode()

    assert "随软件带来的模型" in page
    assert "前三个里有" in page
