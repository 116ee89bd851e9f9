"""From a draft to a report: photos kept, similar matters shown, the promise, and the act itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.apps.matters import actions, queries
from linli.apps.matters.actions import Contact, Report, Spot
from linli.apps.matters.rules.clock import deadlines
from linli.apps.matters.rules.hints import refuse_what_is_never_done
from linli.apps.matters.rules.kinds import UNCLEAR, Kind
from linli.apps.matters.web.draft import Draft
from linli.apps.matters.web.forms.report import PHOTOS_MAX, TellForm
from linli.apps.matters.web.rows import PublicLine, public_line_of
from linli.apps.matters.web.suggesting import quoted
from linli.apps.matters.web.times import day_time
from linli.apps.matters.web.views.shared import actor_of
from linli.foundation import clock
from linli.foundation.questions import clean_answers
from linli.foundation.refusals import Refused
from linli.interface.names import named
from linli.interface.questions import YES_NO
from linli.platform import files
from linli.platform.idempotency import read_client_id
from linli.platform.throttle import caller_address, throttle

UPLOADS_A_CALLER_MAX = 120  # photos within an hour; an office shares one address


def keep_photos(request: HttpRequest, draft: Draft, form: TellForm) -> Draft:
    """Return the draft with all that was filled in, its new photos kept."""
    given = form.given()
    refuse_what_is_never_done(given["words"])
    clean_answers(form.kind.questions, given["answers"])
    uploads = form.cleaned_data["photos"]
    if len(uploads) + len(draft.photos) > PHOTOS_MAX:
        raise Refused(
            "matters.photos_too_many", "最多放%(most)s张照片。", field="photos", most=PHOTOS_MAX
        )
    keys = list(draft.photos)
    for upload in uploads:
        now = clock.now()
        throttle("matters.photo", caller_address(request), UPLOADS_A_CALLER_MAX, 3600, now=now)
        keys.append(files.store_photo(upload, now=now).key)
    return draft.but(kind=form.kind.code, photos=tuple(keys), **given)


def answers_shown(kind: Kind, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return questions with their answers, both in words."""
    shown = []
    for question in kind.questions:
        given = answers.get(question.code, "")
        words = {choice.code: named(choice) for choice in question.choices}
        if question.form == "yes_no":
            words = {code: str(word) for code, word in YES_NO}
        if given:
            shown.append((named(question), words.get(given, given)))
    return shown


def promise(kind: Kind, now: dt.datetime) -> str:
    """Return by when somebody looks and by when it is done."""
    limits = deadlines(kind.limit, now)
    return _("%(look)s前有人看，%(done)s前办结答复。") % {
        "look": day_time(limits.response_due, now),
        "done": day_time(limits.due, now),
    }


@dataclass(frozen=True, slots=True)
class Similar:
    """An open matter to follow instead; `words` are the reporter's own that speak of it."""

    line: PublicLine
    reference: str
    words: str


def similar(draft: Draft, now: dt.datetime) -> list[Similar]:
    """Return open matters that may be the same, to follow instead of reporting again."""
    if draft.community is None:
        return []
    said = queries.Said(
        kind=draft.kind or UNCLEAR,
        words=f"{draft.words} {draft.place_text}",
        community=draft.community,
        area=draft.area,
        compound=draft.compound,
        building=draft.building,
        lon=draft.lon,
        lat=draft.lat,
    )
    return [
        Similar(public_line_of(each.row), each.row.reference, quoted(each.words))
        for each in queries.list_alike(said=said, now=now)
    ]


def spot_of(draft: Draft) -> Spot:
    """Return the place of a draft; a compound has no point of its own."""
    if draft.building:
        return Spot(building=draft.building, text=draft.place_text)
    if draft.area:
        return Spot(area=draft.area, text=draft.place_text)
    if draft.compound:
        return Spot(compound=draft.compound, text=draft.place_text)
    return Spot(lon=draft.lon, lat=draft.lat, text=draft.place_text)


def send(request: HttpRequest, draft: Draft, *, channel: str = "web") -> actions.Receipt:
    """Report what the draft holds; a retry gives the same receipt."""
    report = Report(
        client_id=read_client_id(draft.client_id),
        kind=draft.kind or UNCLEAR,
        words=draft.words,
        spot=spot_of(draft),
        answers=draft.answers,
        channel=channel,
        contact=Contact(draft.name, draft.phone),
        photos=draft.photos,
        hide_reporter=draft.hide,
        caller=caller_address(request),
    )
    return actions.report_matter(actor=actor_of(request), report=report, now=clock.now())
