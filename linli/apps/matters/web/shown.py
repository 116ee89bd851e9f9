"""One matter as its page shows it: words instead of codes, and what may be done next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.apps.matters.models.labels import CHANNELS, LANES, REPLY_ACTS, REQUESTS, WAYS_OUT
from linli.apps.matters.queries import MatterPage
from linli.apps.matters.rules.clock import CLOSE_AFTER, urge_again
from linli.apps.matters.rules.states import State
from linli.apps.matters.web import states
from linli.apps.matters.web.catalogue import Tile, kind_tile
from linli.apps.matters.web.names import address_of
from linli.apps.matters.web.sending import answers_shown
from linli.apps.matters.web.steps import STEPS, Step, empty_form
from linli.apps.matters.web.timeline import Life, Moment, life_of
from linli.apps.matters.web.times import clock_words, day_time
from linli.interface.parts import reading
from linli.interface.parts.core import join
from linli.interface.parts.kept import Hole, kept

# What staff do for a reporter who told them, on the telephone or at the door.
RELAYED: Final = {
    "inform": gettext_lazy("代反映人补充"),
    "reopen": gettext_lazy("反映人说还没解决"),
    "withdraw": gettext_lazy("代反映人撤回"),
}
FOR_REPORTER: Final = ("inform", "close", "reopen", "rate", "urge", "withdraw")
BY_NAME: Final = dict(LANES)
DANGERS: Final = ("danger", "lift_trapped", "smell_now")
PHOTO_SALT: Final = "linli.matters.photo"
PHOTO_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that may be done now: its form stands on the page unless it must choose a unit."""

    name: str
    href: str
    draft: str  # the name under which the device keeps what was typed
    is_open: bool = False
    by_reporter: bool = False
    bound: forms.Form | None = None

    @property
    def step(self) -> Step:
        return STEPS[self.name]

    @property
    def label(self) -> str | Promise:
        step = self.step
        return step.label if self.by_reporter else RELAYED.get(self.name, step.label)

    @property
    def takes_reply(self) -> bool:
        """Tell whether the act has words to begin with, which its own page offers."""
        return self.bound is None and self.name in dict(REPLY_ACTS)

    @property
    def form(self) -> forms.Form | None:
        if self.bound is not None:
            return self.bound
        return None if self.step.chooses_unit else empty_form(self.name)

    def drawn(self, template: str, token: str) -> SafeString:
        """Return the offer as HTML: an empty form is the same on every page but for its holes."""
        if self.bound is not None:
            return SafeString(render_to_string(template, {"offer": self, "csrf_token": token}))
        kept_offer = replace(self, href=Hole("offer_href"), draft=Hole("offer_draft"))
        holes = {"offer_href": self.href, "offer_draft": self.draft, "csrf_token": token}
        return kept(template, {"offer": kept_offer}, holes)


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
    def urge_from(self) -> str:
        """Return from when on the reporter may urge again, empty when they may now."""
        if self.page.urged_at is None or not self.page.is_open:
            return ""
        again = urge_again(self.page.urged_at)
        return day_time(again, self.now) if self.now < again else ""

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
        if not self.page.is_reporter or self.urge_from:  # staff urge by telephone, not here
            names = tuple(name for name in names if name != "urge")
        if self.life.is_rated(self.page.resolved_at):
            names = tuple(name for name in names if name != "rate")
        return [self.offer(name, is_open=name == opened, bound=bound) for name in names]

    def offer(
        self, name: str, *, is_open: bool = False, bound: dict[str, forms.Form] | None = None
    ) -> Offer:
        given = (bound or {}).get(name)
        return Offer(
            name=name,
            href=f"{self.base}{name}/",
            draft=self._draft(name),
            is_open=is_open or given is not None,
            by_reporter=self.page.is_reporter,
            bound=given,
        )

    def _draft(self, name: str) -> str:
        return f"matter-{self.page.reference}-{name}"

    @property
    def moments(self) -> SafeString:
        """Return the lines of the timeline."""
        return join(*(_moment(one, self.now) for one in self.life.moments))


def _moment(one: Moment, now: dt.datetime) -> SafeString:
    facts = {"icon": one.icon, "tone": one.tone, "is_private": one.is_private}
    when = reading.moment(one.at, now)
    holes = {"title": one.title, "at": when, "who": one.who, "text": one.text}
    return kept("matters/parts/moment.html", facts, holes)


def show(page: MatterPage, now: dt.datetime) -> Shown:
    """Return a matter under its public reference."""
    return Shown(page, now, f"{address_of(page.reference)}do/")


def show_by_code(page: MatterPage, now: dt.datetime, code: str) -> Shown:
    """Return a matter under its follow-up code."""
    return Shown(page, now, reverse("matters:follow", args=[code]))


def follow_offers(
    request: HttpRequest,
    shown: Shown,
    *,
    opened: str = "",
    bound: dict[str, forms.Form] | None = None,
) -> SafeString:
    """Return what the reporter may do now."""
    token = get_token(request)
    return join(
        *(
            offer.drawn("matters/follow/offer.html", token)
            for offer in shown.offers(opened=opened, bound=bound)
        )
    )


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
