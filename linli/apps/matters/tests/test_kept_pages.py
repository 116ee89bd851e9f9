"""Pages of matters are put together of kept pieces: nothing personal is kept, nobody sees another's."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PARTS, Cast
from linli.apps.matters import actions
from linli.apps.matters.actions import Spot
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import ANSWER, OBJECTION, QUESTION, bring_to, desk, report
from linli.foundation import clock
from linli.interface import pages
from linli.interface.parts import kept

__all__ = ["desk"]

WORDS = "覃家阿婆在三楼摔了一跤，楼梯灯不亮。"
PLACE = "二单元门口石凳旁"
NOTE = "阿婆的女儿明天回来。"
READERS = ("resident", "grid_worker", "secretary", "outsider", "department_handler")
LISTS = (
    "/matters/",
    "/matters/?scope=all",
    "/matters/today/",
    "/matters/mine/",
    "/public/matters/",
)


@pytest.fixture
def kept_texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that stays in memory for other readers, piece by piece, as it is drawn."""
    texts: list[str] = []
    draw = kept.draw

    def noted(template: str, facts: kept.Facts, holes: kept.Names) -> kept.Piece:
        piece = draw(template, facts, holes)
        texts.append(f"{template} {facts} " + "".join(piece.cut[::2]))
        return piece

    forget()
    monkeypatch.setattr(kept, "draw", noted)
    yield texts
    forget()


def forget() -> None:
    kept.forget()
    pages.forget()


@pytest.fixture
def references(desk: Cast) -> list[str]:
    """Return matters in every state, and one with words, place and note of its own."""
    found = [bring_to(state, actor=desk.resident.actor).reference for state in State]
    now, secretary = clock.now(), desk.secretary.actor
    told = report(
        desk.resident.actor,
        now=now,
        words=WORDS,
        spot=Spot(building=desk.city.first.pk, text=PLACE),
    )
    actions.accept_matter(actor=secretary, pk=told.id, now=now)
    actions.dispatch_matter(actor=secretary, pk=told.id, unit=HANDLING_DEPARTMENT, now=now)
    actions.add_note(actor=secretary, pk=told.id, text=NOTE, now=now)
    return [told.reference, *found]


def see(desk: Cast, reader: str, path: str, language: str = "zh-hans") -> str:
    client = desk[reader].client()
    client.cookies["linli_language"] = language
    return client.get(path).content.decode()


def paths_of(references: list[str]) -> list[str]:
    return [*LISTS, *(f"/matters/{reference}/" for reference in references)]


def test_nothing_that_belongs_to_somebody_is_kept(
    desk: Cast, references: list[str], kept_texts: list[str]
) -> None:
    seen = "".join(see(desk, reader, path) for reader in READERS for path in paths_of(references))

    personal = [WORDS, WORDS[:12], PLACE, NOTE, ANSWER, QUESTION, OBJECTION, *references]
    personal += [PARTS[reader].name for reader in READERS]
    assert {WORDS, PLACE, NOTE, references[0]} <= {text for text in personal if text in seen}
    tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', seen))
    tokens |= set(re.findall(r'"X-CSRFToken": "(\w+)"', seen))
    assert len(tokens) > len(READERS)
    all_kept = "\n".join(kept_texts)
    assert len(kept_texts) > 20
    assert [text for text in [*personal, *tokens] if text in all_kept] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_reader_sees_the_same_whoever_looked_before(
    desk: Cast, references: list[str], language: str
) -> None:
    def all_pages(reader: str) -> dict[str, str]:
        found = {path: see(desk, reader, path, language) for path in paths_of(references)}
        token = r'(csrfmiddlewaretoken" value=|CSRFToken": )"\w+"'
        return {path: re.sub(token, "", page) for path, page in found.items()}

    alone = {}
    for reader in READERS:
        forget()
        alone[reader] = all_pages(reader)
    other = "en" if language == "zh-hans" else "zh-hans"
    for path in paths_of(references):
        see(desk, "secretary", path, other)

    assert {reader: all_pages(reader) for reader in READERS} == alone
