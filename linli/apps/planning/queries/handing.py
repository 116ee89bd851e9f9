"""Whose work lies over grids that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from linli.apps.accounts import queries as accounts
from linli.apps.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Work:
    """A post, an account's role or an organisation over a grid; `key` is its record."""

    sort: str
    key: int
    what: str
    grid: int


def works_over(grids: Sequence[int], on: dt.date) -> tuple[Work, ...]:
    """Return the work over the grids on a day; a role that came with a post is named once. Three queries."""
    posts = organisations.posts_over(grids, on)
    covering = organisations.organisations_over(grids, on)
    with_post = {row.role_grant for row in posts}
    roles = [row for row in accounts.grants_over(grids, on) if row.id not in with_post]
    return (
        *(Work("post", row.id, row.post, row.area) for row in posts),
        *(Work("role", row.id, row.role, row.area) for row in roles),
        *(Work("organisation", row.id, row.kind, row.area) for row in covering),
    )
