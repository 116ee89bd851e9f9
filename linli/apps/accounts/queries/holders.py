"""Every app that holds personal data of an account says here how it is handed over and erased."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise

Export = Callable[[int], Any]
Erase = Callable[[int, dt.datetime], None]


@dataclass(frozen=True, slots=True)
class Holder:
    """An app's part of what is held about an account.

    `export` returns JSON values for the key of an account; `erase` removes or anonymises it, inside
    the transaction that closes the account, and may be called again.
    """

    name: str | Promise
    export: Export
    erase: Erase


_holders: Final[dict[str, Holder]] = {}


def register_holder(key: str, name: str | Promise, export: Export, erase: Erase) -> None:
    """Add an app's part; called from the app's `ready()` with the app's label as `key`."""
    _holders[key] = Holder(name, export, erase)


def holders() -> tuple[Holder, ...]:
    """Return the parts of all apps, in the order in which the apps were loaded."""
    return tuple(_holders.values())
