"""Empty phrases are pointed out, plain answers are not, and nothing is ever blocked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from linli.apps.matters.rules.answers import emptiness_of
from linli.apps.matters.rules.states import DATA

pytestmark = pytest.mark.pure
TEXTS: Final = json.loads(Path(__file__).with_name("plain_answers.json").read_text("utf-8"))
OF_THE_DEMO: Final = [
    text.replace("{when}", "今天上午")
    for texts in json.loads((DATA / "phrases.json").read_text("utf-8"))["answers"].values()
    for text in texts
]


@pytest.mark.parametrize("text", TEXTS["empty"])
def test_an_answer_that_says_nothing_is_pointed_out(text: str) -> None:
    assert emptiness_of(text) is not None


@pytest.mark.parametrize("text", [*TEXTS["plain"], *OF_THE_DEMO])
def test_an_answer_in_plain_words_is_left_alone(text: str) -> None:
    assert emptiness_of(text) is None


def test_the_writer_reads_their_own_words_and_what_is_missing() -> None:
    found = emptiness_of("您好，井盖的事已转相关部门，请耐心等待。")

    assert found is not None
    assert "已转相关部门" in found.phrases
    assert found.missing == ("done", "when", "next")


def test_what_is_there_is_not_called_missing() -> None:
    found = emptiness_of("已反馈给相关单位，下周再来。")

    assert found is not None
    assert found.missing == ("done",)


@pytest.mark.parametrize("text", ["", "。。。", "👍", "a" * 4000, "已转" * 2000])
def test_odd_text_is_no_trouble(text: str) -> None:
    emptiness_of(text)
