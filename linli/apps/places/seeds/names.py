"""Names for streets and compounds, each once in its district."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from linli.foundation.chance import Dice

NAMES_FILE: Final = Path(__file__).parents[1] / "data" / "names.json"
WORDS: Final[dict[str, Any]] = json.loads(NAMES_FILE.read_text(encoding="utf-8"))


class Namer:
    """Deals names that no two streets or compounds of one district share."""

    def __init__(self, generators: dict[str, Any], taken: set[str], dice: Dice) -> None:
        self._generators = generators
        first = [name for name in generators["roads"] if name not in taken]
        self._streets = self._deal(WORDS["street_endings"], first, taken, dice)
        self._mains = self._deal(WORDS["main_endings"], [], taken | set(first), dice)
        self._compounds = {
            kind: self._deal_compounds(endings, dice)
            for kind, endings in generators["compound_suffix"].items()
        }

    def street(self) -> str:
        return next(self._streets)

    def main_road(self) -> str:
        return next(self._mains)

    def compound(self, kind: str) -> str:
        return next(self._compounds[kind])

    @staticmethod
    def _deal(endings: list[str], first: list[str], taken: set[str], dice: Dice) -> Iterator[str]:
        """Give the `first` names, then each word with the common endings before the rarer ones."""
        seen = taken | set(first)
        yield from first
        for ending in endings:
            words = list(WORDS["street_words"])
            dice.shuffle(words)
            for word in words:
                if word + ending not in seen:
                    seen.add(word + ending)
                    yield word + ending
        for number in range(1, 10_000):
            yield f"规划{number}{endings[0]}"

    def _deal_compounds(self, endings: list[str], dice: Dice) -> Iterator[str]:
        pairs = [word + end for word in self._generators["compound_prefix"] for end in endings]
        for phase in ["", *WORDS["phases"]]:
            dice.shuffle(pairs)
            yield from (pair + phase for pair in pairs)
