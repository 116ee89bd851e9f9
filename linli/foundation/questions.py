"""The own questions of a kind (of matter, of dispute): read from data, their answers checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from linli.foundation.refusals import Refused

ANSWER_LETTERS_MAX: Final = 200
ANSWER_NUMBER_MAX: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A kind's own question; `form` is choice, yes_no, number or text."""

    code: str
    name: str
    name_en: str
    form: str
    choices: tuple[Choice, ...]


def read_question(row: Mapping[str, Any]) -> Question:
    """Return a question as a data file writes it."""
    choices = tuple(
        Choice(each["code"], each["name_zh"], each["name_en"]) for each in row["choices"]
    )
    return Question(row["code"], row["name_zh"], row["name_en"], row["form"], choices)


def clean_answers(questions: Iterable[Question], answers: Mapping[str, object]) -> dict[str, str]:
    """Return the answers that were given; refuse what fits no question with `answer.unfit`."""
    kept: dict[str, str] = {}
    for question in questions:
        given = str(answers.get(question.code, "") or "").strip()
        if given:
            kept[question.code] = _answer(question, given)
    return kept


def _answer(question: Question, given: str) -> str:
    fits = {
        "choice": given in {choice.code for choice in question.choices},
        "yes_no": given in {"yes", "no"},
        "number": given.isdecimal() and int(given[:12]) <= ANSWER_NUMBER_MAX,
        "text": len(given) <= ANSWER_LETTERS_MAX,
    }
    if not fits[question.form]:
        raise Refused(
            "answer.unfit",
            "这个回答不在可选的范围内，请重新选择或改短一些。",
            field=f"answer_{question.code}",
        )
    return str(int(given)) if question.form == "number" else given
