"""What the words of a report suggest: kinds with the reason, and a danger that comes first."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.apps.matters.queries import emergency_hint, suggest_kinds
from linli.apps.matters.rules.triage import TELLING
from linli.apps.matters.web.names import picked


@dataclass(frozen=True, slots=True)
class Proposed:
    """`kinds` are pairs of a kind's code and why it is proposed; `numbers` are to be called first."""

    kinds: tuple[tuple[str, str], ...]
    alarm: str
    numbers: tuple[str, ...]


def suggestion(words: str) -> Proposed:
    """Return what `words` speak of."""
    hint = emergency_hint("", words)
    kinds = tuple((code, _reason(code, words)) for code in suggest_kinds(words))
    if hint is None:
        return Proposed(kinds, "", ())
    return Proposed(kinds, picked(hint.sentence, hint.sentence_en), hint.numbers)


def _reason(code: str, words: str) -> str:
    told = max((each for each in TELLING[code] if each in words), key=len)
    return _("您提到“%(told)s”") % {"told": told}
