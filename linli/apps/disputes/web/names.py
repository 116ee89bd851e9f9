"""Names in the reader's language, for rows of data that carry both."""

from __future__ import annotations

from django.utils.translation import get_language

from linli.apps.disputes.rules.kinds import Choice, Kind, Question


def is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def named(thing: Kind | Question | Choice) -> str:
    """Return the Chinese or the English name."""
    name = thing.name if is_chinese() else thing.name_en
    return name[:1].upper() + name[1:]


def kind_short(kind: Kind) -> str:
    """Return the few words of a tile."""
    return kind.short if is_chinese() else named(kind)


def kind_note(kind: Kind) -> str:
    return kind.note if is_chinese() else kind.note_en
