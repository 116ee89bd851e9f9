"""Nothing that stands in a text is missed, and nothing else is found."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation import grams as module
from linli.foundation.grams import Phrase, grams, phrases

pytestmark = pytest.mark.pure
LETTERS = "楼道灯电梯坏b座3 ，"


def holds(text: str, phrase: Phrase) -> bool:
    """Look for a phrase as both databases do: token after token, the last one perhaps only begun."""
    tokens = grams(text)
    width = len(phrase.tokens)
    return any(
        tuple(tokens[at : at + width]) == phrase.tokens
        or (
            phrase.is_open
            and tuple(tokens[at : at + width - 1]) == phrase.tokens[:-1]
            and tokens[at + width - 1].startswith(phrase.tokens[-1])
        )
        for at in range(len(tokens) - width + 1)
    )


@given(st.text(LETTERS, max_size=12), st.text("楼道灯电梯坏", min_size=1, max_size=5))
def test_a_chinese_query_is_found_exactly_where_it_stands(text: str, query: str) -> None:
    assert all(holds(text, phrase) for phrase in phrases(query)) == (query in text)


@pytest.mark.parametrize(
    ("text", "query", "is_found"),
    [
        ("3号楼B座电梯坏了", "B座", True),
        ("3号楼B座电梯坏了", "b座电", True),
        ("３号楼Ｂ座", "3号楼B座", True),
        ("13号楼", "3号楼", False),
        ("楼道灯不亮", "灯", True),
        ("楼道灯不亮", "亮", True),
        ("楼道，灯不亮", "楼道灯", False),
        ("楼道灯不亮", "不亮 楼道", True),
        ("广场舞", "广场舞 电", False),
        ("几楼3号", "楼3号", True),
    ],
)
def test_words_letters_and_widths(text: str, query: str, is_found: bool) -> None:
    found = phrases(query)
    assert found
    assert all(holds(text, phrase) for phrase in found) is is_found


def test_a_query_of_signs_asks_for_nothing() -> None:
    assert phrases(" ，!%'\"\0 ") == ()


def test_the_examples_run() -> None:
    assert doctest.testmod(module).failed == 0
