"""What a reader can do on a page: each act with its label, icon and form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext

from linli.apps.meetings.queries import MeetingPage, PlaceRow, VersionRow
from linli.apps.meetings.web.forms import (
    DoorForm,
    NoForm,
    RateForm,
    ReplyForm,
    VersionForm,
    VoiceForm,
)
from linli.foundation import clock

Bound = Mapping[str, forms.Form]


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that can be done now. `is_open`: its form stands open."""

    act: str
    label: str
    icon: str
    form: forms.Form
    is_open: bool = False
    note: str = ""

    @property
    def is_plain(self) -> bool:
        """Tell whether one tap is enough: there is nothing to fill in."""
        return not self.form.visible_fields()

    @property
    def send(self) -> str:
        """The words on the button of a form: short, for its heading says what it is about."""
        return gettext("提交")


def own_offers(
    page: MeetingPage, mine: Sequence[PlaceRow], version: VersionRow | None, bound: Bound
) -> list[Offer]:
    """Return what somebody invited, or who comes, can do with the meeting."""
    state = page.meeting.state
    is_here = any(place.present_at for place in mine)
    offers: list[Offer] = []
    if state == "called":
        offers += [_reply(place, bound) for place in mine if not place.present_at]
    if "come" in page.may and not is_here and page.is_door_open(clock.now()):
        form = bound.get("come") or DoorForm(auto_id="come_%s")
        offers.append(
            Offer("come", gettext("我到了"), "door-open", form, state == "open" or "come" in bound)
        )
    if state in {"called", "open"} and "speak_up" in page.may:
        offers += _voices(page, bound)
    if state == "open" and is_here:
        offers += _inside(page, bound)
    if version is not None and _may_approve(page, mine, version):
        form = VersionForm(initial={"version": version.number})
        offers.append(Offer("approve", gettext("确认纪要无误"), "check", form, is_open=True))
    return offers


def _reply(place: PlaceRow, bound: Bound) -> Offer:
    initial = {"row": place.id, "answer": place.reply or "coming"}
    form = bound.get("reply") or ReplyForm(
        initial=initial, auto_id=f"reply{place.id}_%s", has_substitute=place.substitute is not None
    )
    label = gettext("改回复") if place.reply else gettext("回复能不能来")
    note = place.organisation or place.standing
    return Offer("reply", label, "mail", form, not place.reply, note)


def _voices(page: MeetingPage, bound: Bound) -> list[Offer]:
    if page.kind.input == "opinions":
        form = bound.get("opinion") or VoiceForm(auto_id="voice_%s")
        return [
            Offer("opinion", gettext("提意见"), "message-square-text", form, "opinion" in bound)
        ]
    if page.kind.input == "needs":
        form = bound.get("need") or VoiceForm(auto_id="voice_%s")
        return [Offer("need", gettext("说需求"), "message-square-text", form, "need" in bound)]
    return []


def _inside(page: MeetingPage, bound: Bound) -> list[Offer]:
    if page.kind.input == "ratings":
        form = bound.get("rate") or RateForm(auto_id="rate_%s")
        return [Offer("rate", gettext("评议这项服务"), "thumbs-up", form, is_open=True)]
    return [Offer("speak", gettext("申请发言"), "hand-heart", NoForm(), is_open=True)]


def _may_approve(page: MeetingPage, mine: Sequence[PlaceRow], version: VersionRow) -> bool:
    waiting = {place.id for place in mine if place.present_at} - version.signed
    return bool(waiting) and page.meeting.minutes_state in {"drafted", "approved"}
