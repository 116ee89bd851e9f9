"""Who may do what with a matter. Read this file to know; nothing else decides it.

A list is filtered, and a row is guarded, by the same rules. `read_paths` gives the reading rule in
parts that each run down one index; their union is the rule `read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q
from django.utils.crypto import salted_hmac

from linli.foundation.areas import SIZE, Level, Span
from linli.foundation.keys import CODE_LETTERS, read_code
from linli.platform.access import EVERYBODY, NOBODY, Actor, Rule, Table, rule_of, within

GRID_ROLES: Final = ("grid_worker", "grid_leader")
DESK_ROLES: Final = ("community_secretary", "community_worker", "subdistrict_officer")
WATCH_ROLES: Final = ("city_officer",)
UNIT_ROLES: Final = (
    "department_handler",
    "property_manager",
    "oc_director",
    "steward",
    "mediator",
    "service_window_staff",
)
# Who may write down what somebody told them, with the channel kept.
INTAKE_ROLES: Final = (*GRID_ROLES, *DESK_ROLES, *UNIT_ROLES, "building_head", "branch_secretary")

PUBLIC: Final = ~Q(privacy="sensitive") & ~Q(state__in=["withdrawn", "duplicate"])
# What the reported side must not learn even where the kind hides nobody.
AGAINST: Final = ("complaint", "report")
FOLLOW_LETTERS: Final = 12


def place(over: Span) -> Q:
    """Return the condition that a matter lies in `over`: an equality wherever an index can use it."""
    size = over.high - over.low
    if size == SIZE[Level.GRID]:
        return Q(area=over.low)
    if size == SIZE[Level.COMMUNITY]:
        return Q(community=over.low)
    if size == SIZE[Level.SUBDISTRICT]:
        return Q(subdistrict=over.low)
    return within("district", (over,))


def own_paths(actor: Actor) -> tuple[Q, ...]:
    """Return the matters that the actor, or whom they act for, reported."""
    keys = [key for key in (actor.account, actor.behalf) if key is not None]
    return tuple(Q(reporter=key) for key in keys)


def _units(actor: Actor) -> tuple[int, ...]:
    return tuple(unit for unit in actor.organisations(*UNIT_ROLES) if unit)


def staff_paths(actor: Actor) -> tuple[Q, ...]:
    """Return the matters that concern the actor by a role."""
    spans = actor.spans(*GRID_ROLES, *DESK_ROLES, *WATCH_ROLES)
    units = _units(actor)
    return tuple(
        [place(over) for over in dict.fromkeys(spans)]
        + [Q(unit=unit) for unit in dict.fromkeys(units)]
    )


def read_paths(actor: Actor) -> tuple[Q, ...]:
    """Return the parts of the rule `read`, each of which one index answers."""
    if actor.is_system:
        return (EVERYBODY,)
    named = (
        (Q(taken_by=actor.account), Q(handler=actor.account))
        if actor.account is not None and actor.grants
        else ()
    )
    return (*staff_paths(actor), *named, *own_paths(actor))


def either(parts: tuple[Q, ...]) -> Q:
    return reduce(or_, parts) if parts else NOBODY


def _read(actor: Actor) -> Q:
    return either(read_paths(actor))


def _public(_actor: Actor) -> Q:
    return PUBLIC


def _reporter(actor: Actor) -> Q:
    return either(own_paths(actor))


def _taker(actor: Actor) -> Q:
    if actor.account is None or not actor.grants:
        return NOBODY
    return Q(taken_by=actor.account)


def reply_places(actor: Actor) -> tuple[Span, ...]:
    """Return the places whose reply templates the actor keeps."""
    return tuple(dict.fromkeys(actor.spans(*DESK_ROLES, *WATCH_ROLES)))


def reply_units(actor: Actor) -> tuple[int, ...]:
    """Return the units whose reply templates the actor keeps."""
    return tuple(dict.fromkeys(_units(actor)))


def chronic_spans(actor: Actor) -> tuple[Span, ...]:
    """Return the places where the actor takes care of what keeps coming back."""
    return tuple(dict.fromkeys(actor.spans(*DESK_ROLES, *WATCH_ROLES)))


def ladder_cities(actor: Actor) -> tuple[int, ...]:
    """Return the cities whose ladder the actor sets."""
    return tuple(dict.fromkeys(over.low for over in actor.spans(*WATCH_ROLES)))


def ruling_spans(actor: Actor) -> tuple[Span, ...]:
    """Return the places where the actor rules on objections to a dispatch: above the community."""
    return tuple(dict.fromkeys(actor.spans("subdistrict_officer", *WATCH_ROLES)))


def _rule(actor: Actor) -> Q:
    return _unbiased(actor, either(tuple(place(over) for over in ruling_spans(actor))))


def _objections(actor: Actor) -> Q:
    """Return the objections on matters of the places where the actor rules."""
    return either(tuple(within("matter__area", (over,)) for over in ruling_spans(actor)))


def _replies(actor: Actor) -> Q:
    """Return the reply templates of the actor's places and units."""
    places, units = reply_places(actor), reply_units(actor)
    return either((*(Q(area=over.low) for over in places), *(Q(unit=unit) for unit in units)))


def _desk(actor: Actor) -> Q:
    """Return what community and subdistrict coordinate, save what they reported themselves."""
    return _unbiased(actor, either(tuple(place(over) for over in actor.spans(*DESK_ROLES))))


def _grid(actor: Actor) -> Q:
    return _unbiased(actor, either(tuple(place(over) for over in actor.spans(*GRID_ROLES))))


def _unit(actor: Actor) -> Q:
    """Return what was handed to the actor's organisations or to the actor by name."""
    parts = tuple(Q(unit=unit) for unit in _units(actor))
    if actor.account is not None and actor.grants:
        parts = (*parts, Q(handler=actor.account))
    return _unbiased(actor, either(parts))


def _unbiased(actor: Actor, condition: Q) -> Q:
    """Nobody decides on a matter that they reported."""
    if condition is NOBODY or actor.account is None:
        return condition
    return condition & (Q(reporter__isnull=True) | ~Q(reporter=actor.account))


def _desk_or_grid(actor: Actor) -> Q:
    return _desk(actor) | _grid(actor)


def _handle(actor: Actor) -> Q:
    """Return what the actor works on: as its unit, as coordinator, or in the grid while no unit has it."""
    return _unit(actor) | _desk(actor) | (_grid(actor) & Q(unit__isnull=True))


def _relay(actor: Actor) -> Q:
    """Return where the actor speaks for the reporter: their own, or as who took it in or serves the place."""
    return _reporter(actor) | _taker(actor) | _desk_or_grid(actor)


def _contact(actor: Actor) -> Q:
    """Return whose reporter the actor may call: never the reported side, never a hidden one's unit."""
    unit = _unit(actor) & Q(privacy="normal") & ~Q(request__in=AGAINST)
    return _reporter(actor) | _desk_or_grid(actor) | unit


def _staff(actor: Actor) -> Q:
    """Return what the actor works near enough to leave a note on."""
    return _unit(actor) | _desk_or_grid(actor) | _taker(actor)


def _photo(actor: Actor) -> Q:
    return _reporter(actor) | _taker(actor) | _handle(actor)


TABLE: Final[Table] = {
    "read": _read,
    "read_public": _public,
    "contact": _contact,
    "accept": _desk_or_grid,
    "triage": _desk_or_grid,
    "dispatch": _desk,
    "reassign": _desk,
    "refer": _desk,
    "duplicate": _desk,
    "separate": _desk,
    "start": _handle,
    "ask": _handle,
    "wait_decision": _handle,
    "resume": _handle,
    "extend": _handle,
    "resolve": _handle,
    "return": _unit,
    "object": _unit,
    "rule": _rule,
    "note": _staff,
    "edit": _desk_or_grid,
    "photo": _photo,
    "inform": _relay,
    "urge": _relay,
    "reopen": _relay,
    "withdraw": _relay,
    "close": _reporter,
    "rate": _reporter,
    "rewrite": _reporter,
    "adopt": lambda _actor: NOBODY,
}
# Reply templates, over `ReplyTemplate`: staff keep those of their place and of their unit.
REPLIES: Final[Table] = {"read": _replies, "keep": _replies}
# Objections to a dispatch, over `DispatchObjection`; the matter itself is guarded by "rule" above.
OBJECTIONS: Final[Table] = {"read": _objections, "rule": _objections}
# What the holder of the follow-up code may do: what the reporter may.
BY_CODE: Final = frozenset(
    {
        "read",
        "contact",
        "photo",
        "inform",
        "urge",
        "reopen",
        "withdraw",
        "close",
        "rate",
        "rewrite",
        "adopt",
    }
)


def said_by(actor: Actor, reporter: int | None) -> Actor:
    """Return the actor as the journal names them: a reporter's own post must not give them away."""
    is_reporter = actor.account is not None and actor.account == reporter
    return replace(actor, label="reporter") if is_reporter else actor


def follow_code_of(client_id: str) -> str:
    """Return the follow-up code of the report `client_id`: the same again when the report is retried."""
    digest = salted_hmac("linli.matters.follow", client_id, algorithm="sha256").digest()
    return "".join(CODE_LETTERS[byte % 32] for byte in digest[:FOLLOW_LETTERS])


def follow_hash_of(code: str) -> str:
    """Return the keyed hash under which a follow-up code is kept, however it was typed.

    A look-up by this hash takes the same time for a wrong code as for a right one that is elsewhere
    in the index: what is compared is not what was typed.
    """
    letters = read_code(code[:64])
    return salted_hmac("linli.matters.code", letters, algorithm="sha256").hexdigest()


def table_with(code: str | None) -> Table:
    """Return the table for somebody who shows the follow-up code `code`."""
    if not code:
        return TABLE
    held = Q(follow_hash=follow_hash_of(code))

    def widened(rule: Rule) -> Rule:
        return lambda actor: rule(actor) | held

    return {action: widened(rule) if action in BY_CODE else rule for action, rule in TABLE.items()}


def holds(condition: Q, row: Mapping[str, object]) -> bool:
    """Tell whether a row that was read, as column → value, meets `condition`, as the database would.

    So a page knows which acts to offer without another query. It knows just the look-ups used here.
    """
    children: list[Any] = list(condition.children)
    results = (
        holds(child, row) if isinstance(child, Q) else _meets(child, row) for child in children
    )
    met = all(results) if condition.connector == Q.AND else any(results)
    return met is not condition.negated


def _meets(child: tuple[str, Any], row: Mapping[str, object]) -> bool:
    name, _, lookup = child[0].partition("__")
    value: Any = row["id" if name == "pk" else name]
    wanted = child[1]
    if lookup == "isnull":
        return (value is None) is bool(wanted)
    if lookup == "in":
        return value in wanted
    if value is None:
        return False
    tests: Mapping[str, bool] = {
        "": value == wanted,
        "gte": lookup == "gte" and value >= wanted,
        "lt": lookup == "lt" and value < wanted,
    }
    return tests[lookup]


def acts_allowed(
    actor: Actor, row: Mapping[str, object], code: str | None = None
) -> frozenset[str]:
    """Return the acts of the table that `actor` may do with the row."""
    rules = _rules(actor, table_with(code)) if code else _rules_without_code(actor)
    return frozenset(act for condition, acts in rules if holds(condition, row) for act in acts)


Rules = tuple[tuple[Q, tuple[str, ...]], ...]


def _rules(actor: Actor, table: Table) -> Rules:
    """Return each condition once with the acts that it allows; many acts share one rule."""
    by_rule: dict[Rule, list[str]] = {}
    for action, rule in table.items():
        by_rule.setdefault(rule, []).append(action)
    return tuple((rule_of(table, acts[0], actor), tuple(acts)) for acts in by_rule.values())


@lru_cache(maxsize=128)
def _rules_without_code(actor: Actor) -> Rules:
    return _rules(actor, TABLE)
