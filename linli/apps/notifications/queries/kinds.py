"""The kinds of notifications: each app registers its own, with its sentence, from `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from linli.apps.notifications.rules import Group


@dataclass(frozen=True, slots=True)
class Kind:
    """A sentence to say, with named places for facts: references and titles, never persons.

    `words` may turn facts that are codes into words of the reader's language. `is_urgent` is for what cannot wait until morning; it goes through the quiet hours.
    """

    code: str
    group: Group
    sentence: str
    icon: str
    is_urgent: bool = False
    words: Callable[[dict[str, str]], dict[str, str]] | None = None


_kinds: Final[dict[str, Kind]] = {}


def register_kind(kind: Kind) -> None:
    """Add a kind; from the app's `ready()`. The sentence is written as `gettext_noop("…")` there."""
    known = _kinds.setdefault(kind.code, kind)
    assert known == kind, f"two kinds are called {kind.code}"


def kind_of(code: str) -> Kind:
    """Return a kind by its code; what an older release knew is told without its facts."""
    return _kinds.get(code) or Kind(code, Group.ACCOUNT, "有一条更新，点开看看。", "bell")


def sentence_of(code: str, facts: dict[str, str]) -> str:
    """Return the sentence in the language of now."""
    kind = kind_of(code)
    if code not in _kinds:
        return gettext("有一条更新，点开看看。")
    return gettext(kind.sentence) % (kind.words(facts) if kind.words else facts)
