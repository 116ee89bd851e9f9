"""What every part needs: attributes, icons, tones, addresses of built files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: Final = frozenset(
    json.loads((Path(__file__).parents[1] / "icons.json").read_text(encoding="utf-8"))
)
TONES: Final = frozenset({"", "good", "warn", "danger", "info", "jade"})
EMPTY: Final = SafeString("")


class UnknownPart(LookupError):
    """A template names an icon, a tone or a kind that does not exist."""


@lru_cache(maxsize=1)
def _manifest(_stamp: float) -> dict[str, dict[str, object]]:
    file = settings.BUILT / "manifest.json"
    content: dict[str, dict[str, object]] = json.loads(file.read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1)
def built() -> dict[str, dict[str, object]]:
    """Return vite's list of built files; empty when the front end has not been built."""
    file = settings.BUILT / "manifest.json"
    return _manifest(file.stat().st_mtime) if file.exists() else {}


@lru_cache(maxsize=32)
def asset(source: str) -> str:
    """Return the address of what was built from `source`, such as `src/main.ts`."""
    entry = built().get(source)
    return static(str(entry["file"])) if entry else ""


@lru_cache(maxsize=32)
def styles(source: str) -> tuple[str, ...]:
    """Return the addresses of the style sheets that `source` brings."""
    sheets = built().get(source, {}).get("css", [])
    assert isinstance(sheets, list)
    return tuple(static(str(sheet)) for sheet in sheets)


def attributes(extra: Mapping[str, object]) -> SafeString:
    """Return `extra` as HTML attributes: `hx_get` becomes `hx-get`, `class_` becomes `class`."""
    valued, plain = [], []
    names = sorted((word.rstrip("_").replace("_", "-"), word) for word in extra)
    for name, word in names:
        value: Any = extra[word]
        if value is None or value is False or value == "":
            continue
        if value is True:
            plain.append(f" {escape(name)}")
        else:
            valued.append(f' {escape(name)}="{conditional_escape(value)}"')
    return join(*valued, *plain)


def tone_class(base: str, tone: str) -> str:
    if tone not in TONES:
        raise UnknownPart(f"tone {tone!r}: use one of {sorted(TONES)}")
    return f"{base} {tone}" if tone else base


@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """Return the drawing `name`; with `label` it speaks, without it is decoration."""
    if not name:
        return EMPTY
    if name not in ICONS:
        raise UnknownPart(f"icon {name!r}: add it to linli/interface/icons.json")
    address = f"{asset('src/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


def join(*pieces: str) -> SafeString:
    """Return safe pieces one after another."""
    return mark_safe("".join(pieces))  # noqa: S308  # every piece was escaped where it was made
