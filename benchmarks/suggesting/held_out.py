"""The texts to measure by: two wordings each of two incidents of every kind, and the same said clumsily.

They were written before anything was trained, by another hand than the generator of training texts, and
nothing trains or tunes on them. `clumsy` varies a text as people do on a telephone: greetings, where it is,
a letter left out, another order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random  # noqa: TID251  # seeded

GREETINGS = ("你好，", "喂社区吗，", "麻烦问下，", "领导，", "同志你好，", "")
ENDINGS = ("，谢谢", "，尽快处理下", "，都好多天了", "，拜托", "，急", "")
PLACES = ("我们{b}栋这边，", "{b}号楼，", "就在我家这里，", "", "")


@dataclass(frozen=True, slots=True)
class Incident:
    kind: str
    lane: str
    wordings: tuple[str, ...]


@cache
def incidents() -> tuple[Incident, ...]:
    found = []
    for line in (Path(__file__).parent / "held_out.txt").read_text(encoding="utf-8").splitlines():
        head, *wordings = (part.strip() for part in line.split("|"))
        kind, lane = head.split()
        found.append(Incident(kind, lane, tuple(wordings)))
    return tuple(found)


def said(wording: str, dice: Random, building: int = 7) -> str:
    """Return a wording with its gaps filled."""
    return wording.format(b=building, f=dice.randrange(2, 9), u=dice.randrange(1, 4))


def clumsy(wording: str, dice: Random, building: int = 7) -> str:
    """Return a wording as somebody in a hurry writes it."""
    text = said(wording, dice, building)
    at = dice.randrange(len(text))
    if dice.random() < 0.4:
        text = text[:at] + text[at + 1 :]
    if "，" in text and dice.random() < 0.3:
        first, rest = text.split("，", 1)
        text = f"{rest}，{first}"
    place = dice.choice(PLACES).format(b=building)
    return dice.choice(GREETINGS) + place + text + dice.choice(ENDINGS)
