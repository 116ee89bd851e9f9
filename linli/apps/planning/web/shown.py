"""What the page of a study shows, kind by kind."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.apps.places.queries import AreaRow
from linli.apps.planning import queries
from linli.apps.planning.access import PLANNING, READING
from linli.apps.planning.models import Study
from linli.apps.planning.models.studies import KIND_NAMES
from linli.apps.planning.rules.reaching import BANDS
from linli.apps.planning.rules.studies import FINISHED, UNDER_WAY, Kind, State
from linli.apps.planning.web.words import (
    PHASES,
    five_principles,
    parameter_words,
    reason_words,
    sentence_of,
)
from linli.platform.access import Actor

PAGE_ROWS: Final = 50
DEPTH: Final = {"city": 0, "district": 1, "subdistrict": 2, "community": 3}


def may_read(actor: Actor) -> bool:
    return actor.is_system or any(actor.spans(*READING))


def may_plan(actor: Actor) -> bool:
    return actor.is_system or any(actor.spans(*PLANNING))


def title_for(kind: str) -> str:
    return str(KIND_NAMES[Kind(kind)])


def area_word(row: AreaRow) -> str:
    """Return the name of an area, moved in by its level, as one reads a tree."""
    return "　" * DEPTH.get(row.level, 0) + row.name


def template_of(study: Study) -> str:
    if study.state in FINISHED:
        return f"planning/{study.kind}.html"
    return "planning/waiting.html"


def context_of(actor: Actor, study: Study) -> dict[str, Any]:
    """Return what the template of the study's kind and state needs."""
    common = {
        "parameters": parameter_words(study),
        "phase": PHASES.get(study.phase, ""),
        "trouble": sentence_of(study.trouble),
        "is_register": study.buildings_file_id is None,
        "is_done": study.state == State.DONE,
        "is_approved": study.state == State.APPROVED,
        "is_in_force": study.state == State.IN_FORCE,
    }
    if study.state in UNDER_WAY or study.state not in FINISHED:
        return common
    return common | CONTEXTS[Kind(study.kind)](actor, study)


def _grids(actor: Actor, study: Study) -> dict[str, Any]:
    before, after = queries.principles(study.result)
    grids = queries.grids_of(study)
    others = queries.latest_of(actor=actor, kind=study.kind, area=study.area_id, but=study.pk)
    compare = reverse("planning:compare")
    return {
        "principles": five_principles(before, after, study.result),
        "figures": after,
        "grids": grids,
        "exceptions": [(row, reason_words(row)) for row in grids if row.is_out],
        "moves": queries.moves_of(study),
        "others": [(row, f"{compare}?a={study.pk}&b={row.id}") for row in others],
        "building_pattern": building_pattern(study),
        "moved": study.result["moved"],
        "new_grids": sum(row.code is None for row in grids),
        "force": study.result.get("force"),
    }


def building_pattern(study: Study) -> str:
    """Return the address of a building's page with a hole for its number, for the map."""
    return reverse("planning:study", args=[study.pk]) + "buildings/{id}/"


def _circle(_actor: Actor, study: Study) -> dict[str, Any]:
    areas, whole = queries.coverage_of(study)
    names = study.result["areas"]
    blocks = [
        (each, names[str(each.area)]) for each in queries.not_reached(study, study.facts["minutes"])
    ]
    best = queries.spots_of(study, limit=5)
    return {"areas": areas, "whole": whole, "blocks": blocks, "best": best, "bands": BANDS}


def _sites(_actor: Actor, study: Study) -> dict[str, Any]:
    spots = queries.spots_of(study)
    areas, whole = queries.coverage_of(study)
    return {
        "chosen": [spot for spot in spots if spot.is_chosen],
        "spots": [spot for spot in spots if not spot.is_chosen and spot.gain][:20],
        "areas": areas,
        "whole": whole,
        "gap": _gap(study),
        "bands": BANDS,
    }


def _gap(study: Study) -> str:
    """Return in words how far the choice can be from the best there is."""
    found = study.result
    if found["optimal"]:
        return _("已证明最优：没有别的选法更好。")
    return _("时限内没有证明最优；任何选法都不会好过 %(bound)s，这里是 %(value)s。") % {
        "bound": f"{found['bound']:g}",
        "value": f"{found['value']:g}",
    }


def _match(_actor: Actor, study: Study) -> dict[str, Any]:
    rows = queries.proposals_of(study.pk, limit=200)
    waiting = sum(row.state == "proposed" for row in rows)
    return {"proposals": rows, "waiting": waiting, "result": study.result}


CONTEXTS: Final = {
    Kind.GRIDS: _grids,
    Kind.CIRCLE: _circle,
    Kind.SITES: _sites,
    Kind.MATCH: _match,
}
