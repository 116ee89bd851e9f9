"""The shapes of the JSON: keys are strings, for scripts lose digits; times are ISO 8601 with an offset."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Final, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from linli.apps.matters.rules.kinds import LANES, REQUESTS
from linli.apps.matters.rules.moves import RATINGS, WAYS_OUT

FIRST_DAY: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
LAST_DAY: Final = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
KEY_MAX: Final = (1 << 63) - 1

# What a rule bounds anyway is bounded wide here: the rule's sentence says more than a schema's.
Text = Annotated[str, Field(max_length=200_000)]
Short = Annotated[str, Field(max_length=2_000)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{0,20}$")]
KindCode = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$", examples=["A01"])]
Key = Annotated[str, Field(pattern=r"^[0-9]{1,19}$", examples=["450403002004001"])]
PhotoKey = Annotated[str, Field(pattern=r"^[a-z0-9]{8,43}$")]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Due = Annotated[AwareDatetime, Field(ge=FIRST_DAY, le=LAST_DAY)]
Lane = Literal["minor", "ordinary", "major"]
Rating = Literal["satisfied", "fair", "unsatisfied"]
Way = Literal[
    "court",
    "arbitration",
    "petition",
    "review",
    "discipline",
    "open_information",
    "police",
    "other",
]
assert set(LANES) == set(Lane.__args__)  # type: ignore[attr-defined]  # a Literal lists its values
assert set(RATINGS) == set(Rating.__args__)  # type: ignore[attr-defined]  # as above
assert set(WAYS_OUT) == set(Way.__args__)  # type: ignore[attr-defined]  # as above
assert REQUESTS


def key(text: str | None) -> int | None:
    """Return a key sent as text; one that no row can have becomes 0, which no row has."""
    if text is None:
        return None
    number = int(text)
    return number if number <= KEY_MAX else 0


def text(number: int | None) -> str | None:
    return None if number is None else str(number)


class Problem(Schema):
    """Why not: a stable code, and a sentence that says what to do next."""

    code: str
    message: str
    field: str | None = None


class ChoiceOut(Schema):
    code: str
    name: str
    name_en: str


class QuestionOut(Schema):
    code: str
    name: str
    name_en: str
    form: str
    choices: list[ChoiceOut]


class KindOut(Schema):
    code: str
    name: str
    name_en: str
    group: str
    request: str
    lane: str
    privacy: str
    emergency_hint: str
    emergency_hint_en: str
    emergency_numbers: list[str]
    questions: list[QuestionOut]


class HintOut(Schema):
    """Something to show before anything else."""

    code: str
    sentence: str
    sentence_en: str
    numbers: list[str]
    is_emergency: bool
    is_refusal: bool


class SpotIn(Schema):
    """A place: a building, a point, a compound, or a community or grid by its code."""

    building: Key | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    compound: Key | None = None
    area: Key | None = None
    text: Short = ""


class ContactIn(Schema):
    name: Short = ""
    phone: Short = ""


class ReportIn(Schema):
    """A report. `client_id` is made by the caller: sent again, it is the same act."""

    client_id: uuid.UUID
    kind: KindCode
    words: Text
    spot: SpotIn
    answers: Annotated[dict[str, Short], Field(max_length=20)] = {}
    channel: Code = "web"
    contact: ContactIn = ContactIn()
    photos: Annotated[list[PhotoKey], Field(max_length=20)] = []
    hide_reporter: bool = False


class ReceiptOut(Schema):
    """Keep the follow-up code: it is shown this once and opens the matter without an account."""

    id: str
    reference: str
    follow_code: str
    is_new: bool


class FollowIn(Schema):
    code: Short


class RowOut(Schema):
    id: str
    reference: str
    kind: str
    lane: str
    state: str
    channel: str
    privacy: str
    summary: str
    community: str
    community_name: str
    compound_name: str
    building_name: str
    place_text: str
    unit_name: str
    received_at: dt.datetime
    due_at: dt.datetime
    waiting_since: dt.datetime | None
    resolved_at: dt.datetime | None
    is_late: bool


class ListOut(Schema):
    rows: list[RowOut]
    after: str


class PublicRowOut(Schema):
    reference: str
    kind: str
    state: str
    community: str
    community_name: str
    compound_name: str
    received_at: dt.datetime
    resolved_at: dt.datetime | None
    answer: str


class PublicListOut(Schema):
    rows: list[PublicRowOut]
    after: str


class BoardOut(Schema):
    open: int
    due_today: int
    late: int
    received: int
    waiting: int


class ClockOut(Schema):
    due: dt.datetime
    minutes: int
    is_working: bool
    is_late: bool
    is_paused: bool
    is_stopped: bool
    is_provisional: bool


class EntryOut(Schema):
    source: str
    at: dt.datetime
    who: str
    verb: str
    text: str
    is_private: bool


class PageOut(Schema):
    """One matter as the caller may see it; `is_full` is false for the public form."""

    id: str
    reference: str
    kind: str
    request: str
    lane: str
    state: str
    privacy: str
    channel: str
    words: str
    answers: dict[str, str]
    area: str
    area_name: str
    community: str
    community_name: str
    compound: str | None
    compound_name: str
    building: str | None
    building_name: str
    place_text: str
    lon: float | None
    lat: float | None
    unit: str | None
    unit_name: str
    unit_phone: str
    proposed_unit: str | None
    proposed_unit_name: str
    duplicate_of: str
    received_at: dt.datetime
    due_at: dt.datetime
    waiting_since: dt.datetime | None
    extended_at: dt.datetime | None
    resolved_at: dt.datetime | None
    closed_at: dt.datetime | None
    close_round: int
    answer: str
    way_out: str
    has_contact: bool
    is_full: bool
    is_reporter: bool
    may: list[str]
    clock: ClockOut
    entries: list[EntryOut]


class StandOut(Schema):
    """Where a matter stands after an act."""

    reference: str
    state: str
    close_round: int
    due_at: dt.datetime
    missing: list[str] = []  # of an answer: `done`, `when`, `next`, as far as it says nothing of it


class UnitOut(Schema):
    id: str
    name: str
    name_en: str
    reason: str


class SaidIn(Schema):
    """A report that is about to be sent, as far as likeness goes."""

    kind: KindCode
    words: Text
    community: Key
    area: Key | None = None
    compound: Key | None = None
    building: Key | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None


class FollowedIn(Schema):
    """What to follow: a matter by its reference, a place by its key."""

    target: Literal["matter", "building", "compound", "area"]
    key: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,19}$")]


class FollowOut(Schema):
    target: str
    key: str
    name: str
    since: dt.datetime
    open: int


class GuessOut(Schema):
    """A kind that the words may speak of, how well it fits (shares add up to at most one), and why."""

    kind: str
    share: float
    words: list[str]


class SuggestionOut(Schema):
    """What the machine suggests, and why. A person decides."""

    kind: str
    lane: str
    reasons: list[str]
    kinds: list[str]
    guesses: list[GuessOut]
    units: list[UnitOut]


class TriageIn(Schema):
    kind: KindCode
    lane: Lane


class TakersIn(Schema):
    unit: Key | None = None
    handler: Key | None = None
    remark: Text = ""


class ReturnIn(Schema):
    right_unit: Key
    reason: Text


class WordsIn(Schema):
    words: Text


class OptionalWordsIn(Schema):
    words: Text = ""


class ExtendIn(Schema):
    due: Due
    reason: Text


class ReferIn(Schema):
    way: Way
    answer: Text


class DuplicateIn(Schema):
    of: Short


class RateIn(Schema):
    value: Rating
    words: Text = ""


class EditIn(Schema):
    spot: SpotIn | None = None
    hide_reporter: bool = False


class PhotosIn(Schema):
    keys: Annotated[list[PhotoKey], Field(min_length=1, max_length=20)]
    is_after: bool = False


class PhotoOut(Schema):
    key: str
    width: int
    height: int


class ContactOut(Schema):
    name: str
    phone: str


class NoteOut(Schema):
    id: str
