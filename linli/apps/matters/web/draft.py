"""A report on its way: kept in the form itself, signed, so that nothing is stored before it is sent.

No session and no table: a half-written report leaves no trace here, and any web process can go on
with it. The signature keeps others' photos and places from being slipped in.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from django.core import signing

from linli.apps.matters.web.place import Chosen
from linli.foundation.refusals import Refused

SALT = "linli.matters.draft"
STATE_LETTERS_MAX = 60_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What the reporter has said so far."""

    client_id: str
    at: str = ""
    place_name: str = ""
    place_detail: str = ""
    community: int | None = None
    building: int | None = None
    compound: int | None = None
    area: int | None = None
    lon: float | None = None
    lat: float | None = None
    kind: str = ""
    words: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    place_text: str = ""
    name: str = ""
    phone: str = ""
    hide: bool = False
    photos: tuple[str, ...] = ()

    @classmethod
    def begin(cls) -> Self:
        """Return an empty draft; its id makes every retry of sending it the same report."""
        return cls(client_id=str(uuid.uuid4()))

    def at_place(self, place: Chosen) -> Draft:
        return replace(
            self,
            at=place.at,
            place_name=place.name,
            place_detail=place.detail,
            community=place.community,
            building=place.building,
            compound=place.compound,
            area=place.area,
            lon=place.lon,
            lat=place.lat,
        )

    def but(self, **changes: Any) -> Draft:
        return replace(self, **changes)

    @property
    def state(self) -> str:
        """Return the draft as the text of a hidden field."""
        kept = {name: value for name, value in asdict(self).items() if value}
        return signing.dumps(kept, salt=SALT, compress=True)


def read_draft(state: str) -> Draft:
    """Return the draft in a hidden field, or refuse a text that we haven't signed."""
    if not state:
        return Draft.begin()
    try:
        kept = signing.loads(state[:STATE_LETTERS_MAX], salt=SALT)
    except signing.BadSignature:
        raise Refused(
            "matters.draft_forged", "这份草稿读不出来，请从选地点重新开始。", field="state"
        ) from None
    return Draft(**{**kept, "photos": tuple(kept.get("photos", ()))})
