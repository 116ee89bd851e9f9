"""One matter as its page shows it: words instead of codes, and what may be done next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django import forms
from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.apps.matters.models.labels import CHANNELS, LANES, REQUESTS, WAYS_OUT
from linli.apps.matters.queries import MatterPage
from linli.apps.matters.rules.clock import CLOSE_AFTER
from linli.apps.matters.rules.states import State
from linli.apps.matters.web import states
from linli.apps.matters.web.catalogue import Tile, kind_tile
from linli.apps.matters.web.sending import answers_shown
from linli.apps.matters.web.steps import STEPS, Step, form_for
from linli.apps.matters.web.timeline import Life, life_of
from linli.apps.matters.web.times import clock_words, day_time
from linli.foundation.clock import local_date

# What staff do for a reporter who told them, on the telephone or at the door.
RELAYED: Final = {
    "inform": gettext_lazy("代反映人补充"),
    "reopen": gettext_lazy("反映人说还没解决"),
    "withdraw": gettext_lazy("代反映人撤回"),
}
FOR_REPORTER: Final = ("inform", "close", "reopen", "rate", "withdraw")
BY_NAME: Final = dict(LANES)
DANGERS: Final = ("danger", "lift_trapped", "smell_now")
PHOTO_SALT: Final = "linli.matters.photo"
PHOTO_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that may be done now: its form stands on the page unless it must choose a unit."""

    name: str
    step: Step
    href: str
    form: forms.Form | None
    is_open: bool = False
    draft: str = ""  # the name under which the device keeps what was typed
    label: str | Promise = ""


@dataclass(frozen=True)
class Shown:
    page: MatterPage
    now: dt.datetime
    base: str  # the address under which acts are done

    @cached_property
    def kind(self) -> Tile:
        return kind_tile(self.page.kind_facts)

    @property
    def look(self) -> states.Look:
        return states.look_of(self.page.state)

    @property
    def state(self) -> str:
        return states.label_of(self.page.state)

    @property
    def sentence(self) -> str:
        return states.sentence_of(self.page.state, self.who, _("承办单位"))

    @property
    def who(self) -> str:
        """Return who has it: the unit, or the grid worker by capacity."""
        return self.page.unit_name or (_("网格员") if self.page.handler else "")

    @cached_property
    def clock(self) -> tuple[str, str, str]:
        return clock_words(self.page.clock)

    @property
    def due(self) -> str:
        return day_time(self.page.due_at, self.now)

    @property
    def until(self) -> str:
        """Return until when what is awaited should be there."""
        if self.page.state == State.RESOLVED and self.page.resolved_at:
            closes = self.page.resolved_at + CLOSE_AFTER
            return _("%(day)s前没有异议就结束") % {"day": day_time(closes, self.now)}
        if not self.page.is_open:
            return ""
        return _("%(day)s前办结") % {"day": self.due}

    @property
    def lane(self) -> str:
        return str(BY_NAME[self.page.lane])

    @property
    def request(self) -> str:
        return str(dict(REQUESTS)[self.page.request])

    @property
    def channel(self) -> str:
        return str(dict(CHANNELS)[self.page.channel])

    @property
    def way_out(self) -> str:
        return str(dict(WAYS_OUT).get(self.page.way_out, ""))

    @property
    def answers(self) -> list[tuple[str, str]]:
        return answers_shown(self.page.kind_facts, self.page.answers)

    @cached_property
    def life(self) -> Life:
        return life_of(self.page.entries)

    @property
    def photos_before(self) -> list[str]:
        return [self._photo(key) for key in self.life.before]

    @property
    def photos_after(self) -> list[str]:
        return [self._photo(key) for key in self.life.after]

    def _photo(self, key: str) -> str:
        """Return where a photo is; a reporter without an account gets a link that lasts an hour."""
        if not self.page.is_reporter:
            return reverse("file", args=[key])
        return reverse("matters:photo", args=[signing.dumps(key, salt=PHOTO_SALT)])

    @property
    def pin(self) -> str:
        return reverse("matters:pin", args=[self.page.reference])

    @property
    def map_at(self) -> str:
        if self.page.lon is None or self.page.lat is None:
            return ""
        return f"{self.page.lon:.5f},{self.page.lat:.5f},17"

    @property
    def is_dangerous(self) -> bool:
        """Tell whether the reporter said that somebody is in danger now."""
        return any(self.page.answers.get(each) == "yes" for each in DANGERS)

    @property
    def is_hidden(self) -> bool:
        return self.page.privacy != "normal"

    def offers(
        self, *, opened: str = "", bound: dict[str, forms.Form] | None = None
    ) -> list[Offer]:
        """Return what may be done now; `opened` stands open, `bound` are forms with errors."""
        names = states.acts_of(self.page)
        if self.page.is_reporter:
            names = tuple(name for name in names if name in FOR_REPORTER)
        if self.life.is_rated(self.page.resolved_at):
            names = tuple(name for name in names if name != "rate")
        return [self.offer(name, is_open=name == opened, bound=bound) for name in names]

    def offer(
        self, name: str, *, is_open: bool = False, bound: dict[str, forms.Form] | None = None
    ) -> Offer:
        step = STEPS[name]
        given = (bound or {}).get(name)
        form = given
        if form is None and not step.chooses_unit:
            form = form_for(name, self.page, local_date(self.now))
        href = f"{self.base}{name}/"
        opened = is_open or given is not None
        label = step.label if self.page.is_reporter else RELAYED.get(name, step.label)
        return Offer(name, step, href, form, opened, self._draft(name), label)

    def _draft(self, name: str) -> str:
        return f"matter-{self.page.reference}-{name}"

    @property
    def sent_drafts(self) -> list[str]:
        """Return the drafts that the device may forget: their acts are over."""
        return [self._draft(name) for name in STEPS if name not in states.acts_of(self.page)]


def show(page: MatterPage, now: dt.datetime) -> Shown:
    """Return a matter under its public reference."""
    return Shown(page, now, f"{reverse('matters:matter', args=[page.reference])}do/")


def show_by_code(page: MatterPage, now: dt.datetime, code: str) -> Shown:
    """Return a matter under its follow-up code."""
    return Shown(page, now, reverse("matters:follow", args=[code]))


def spaced(code: str) -> str:
    """Return a code in groups of four, as it is read out.

    >>> spaced("K7M4Q2XDABCD")
    'K7M4 Q2XD ABCD'
    """
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def point_of(shown: Shown) -> dict[str, object]:
    """Return the place of a matter as GeoJSON; empty in its public form."""
    page = shown.page
    features: list[object] = []
    if page.lon is not None and page.lat is not None:
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [page.lon, page.lat]},
                "properties": {"name": page.place, "icon": shown.kind.icon, "tone": "danger"},
            }
        )
    return {"type": "FeatureCollection", "features": features}
