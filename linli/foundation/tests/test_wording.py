"""Texts sorted into kinds: what a letter is, what is learned, what spoke for it, what repeats another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.wording import (
    LETTERS_MAX,
    Lessons,
    Model,
    group_alike,
    learn,
    plain,
    sequences,
)

TEXTS = [
    ("楼道灯不亮", "lamp"),
    ("楼梯灯坏了", "lamp"),
    ("电梯停了", "lift"),
    ("电梯困人", "lift"),
    ("垃圾没人收", "waste"),
]


@given(st.text())
def test_any_text_becomes_plain_and_bounded(text: str) -> None:
    told = plain(text)

    assert len(told) <= LETTERS_MAX * 18  # one sign may stand for many letters
    assert plain(told)[:LETTERS_MAX] == told[:LETTERS_MAX]
    assert all(" " not in piece for _at, piece in sequences(told))


@given(st.text())
def test_any_text_gets_shares_that_add_up(text: str) -> None:
    model = learn(TEXTS)

    ranked = model.rank(text)

    assert sum(fit.share for fit in ranked) == pytest.approx(1)
    assert {fit.kind for fit in ranked} == {"lamp", "lift", "waste"}
    assert all(word in plain(text) for word in model.words_for(text, ranked[0].kind))


def test_the_same_texts_teach_the_same_and_survive_packing() -> None:
    one, other = learn(TEXTS), learn(TEXTS)
    packed = one.pack()

    assert packed == other.pack()
    assert Model.unpack(packed).rank("楼道的灯") == one.rank("楼道的灯")
    assert one.words_for("楼道的灯", "unknown") == ()


@pytest.mark.parametrize("broken", [b"", b"LLW1", b"nothing of ours at all"])
def test_what_is_no_model_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="packed model"):
        Model.unpack(broken)


def test_a_table_of_another_size_is_refused() -> None:
    model = learn(TEXTS)
    short = Model(model.kinds, model.weights[:-1], model.unit, model.commonness, model.sharpness)

    with pytest.raises(ValueError, match="another size"):
        Model.unpack(short.pack())


def test_what_was_corrected_is_suggested_next_time() -> None:
    before = learn(TEXTS).rank("晾衣杆掉了")[0].kind
    after = learn([*TEXTS, *[("晾衣杆掉下来了", "waste")] * 3], Lessons(epochs=12))

    assert after.rank("晾衣杆掉了")[0].kind == "waste"
    assert before in {"lamp", "lift", "waste"}


def test_texts_in_nearly_the_same_words_are_one_group() -> None:
    texts = [
        "",
        "3栋楼道灯坏了好几天",
        "电梯又停了没人修",
        "8栋楼道灯坏了好几天了",
        "电梯又停了没人修！",
    ]

    assert group_alike(texts) == [0, 1, 2, 1, 2]
