"""Reporting without an account: where, what, tell, check, sent. Steps without words are plain links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.matters.rules.kinds import UNCLEAR, Kind, find_kind
from linli.apps.matters.rules.texts import clean_words
from linli.apps.matters.web import alarm, catalogue, places_found
from linli.apps.matters.web.draft import Draft, read_draft
from linli.apps.matters.web.forms.report import TellForm, WordsForm, filled
from linli.apps.matters.web.place import choose, of_building
from linli.apps.matters.web.sending import answers_shown, keep_photos, promise, send, similar
from linli.apps.matters.web.suggesting import suggestion
from linli.apps.matters.web.views.shared import actor_of
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.interface.forms import accepted
from linli.interface.middleware import sentence
from linli.interface.names import picked
from linli.interface.personal import CHOICE, point_out, softened


def steps() -> list[str]:
    return [_("在哪里"), _("什么事"), _("说清楚"), _("发出")]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Ask for what the address doesn't say yet: the place, then the kind, then the words."""
    at, kind = request.GET.get("at", ""), request.GET.get("kind", "")
    if not at:
        return ask_place(request)
    try:
        draft = Draft.begin().at_place(choose(at))
    except Refused as refusal:
        return ask_place(request, error=sentence(refusal))
    if not kind:
        return ask_kind(request, draft, WordsForm())
    chosen = find_kind(kind, clock.local_date(clock.now()))
    return ask_words(request, draft.but(kind=chosen.code), chosen)


@require_safe
def card(request: HttpRequest, card_code: str) -> HttpResponse:
    """Start from the card at the door: the place is known."""
    row = places.get_building_by_card(card_code)
    if row is None:
        error = _("这块二维码牌没有登记，请搜索小区名或路名。")
        return ask_place(request, error=error, status=404)
    return ask_kind(request, Draft.begin().at_place(of_building(row)), WordsForm())


def ask_place(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    found = places_found.search(request.GET.get("q", ""))
    context = {
        "steps": steps(),
        "error": error,
        "q": request.GET.get("q", "")[:60],
        "found": found,
        "homes": places_found.homes(actor_of(request)),
        "pick_url": reverse("matters:report") + "?at=p{lon},{lat}",
        "calls": alarm.calls(),
    }
    return render(request, "matters/report/place.html", context, status=status)


def ask_kind(
    request: HttpRequest, draft: Draft, form: WordsForm, status: int = 200
) -> HttpResponse:
    today = clock.local_date(clock.now())
    group = request.GET.get("group", "")
    context = {
        "steps": steps(),
        "draft": draft,
        "form": form,
        "group": catalogue.group_tile(group) if group else None,
        "kinds": catalogue.tiles_in(group, draft.at, today) if group else [],
        "common": catalogue.common_tiles(draft.at, today),
        "groups": catalogue.group_tiles(draft.at, today),
        "all_href": f"{reverse('matters:report')}?at={draft.at}",
    }
    return render(request, "matters/report/kind.html", context, status=status)


@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """Propose kinds for the words; a danger in the words comes first."""
    draft, form = read_draft(request.POST.get("state", "")), WordsForm(request.POST)
    if not draft.at:
        return ask_place(request)
    if not form.is_valid():
        return ask_kind(request, draft, form, status=422)
    draft = draft.but(words=form.cleaned_data["words"])
    proposed = suggestion(draft.words)
    today = clock.local_date(clock.now())
    context = {
        "steps": steps(),
        "draft": draft,
        "kinds": catalogue.tiles_of(proposed.kinds, draft.at, today),
        "unclear": catalogue.kind_tile(find_kind(UNCLEAR, today)),
        "pieces": proposed.pieces,
        "alarm": proposed.alarm,
        "calls": alarm.calls(proposed.numbers) if proposed.numbers else [],
        "back": f"{reverse('matters:report')}?at={draft.at}",
    }
    return render(request, "matters/report/suggest.html", context)


@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """Go on with the words kept: after a kind was chosen, after an alarm, or to change something."""
    draft = read_draft(request.POST.get("state", ""))
    if not draft.at:
        return ask_place(request)
    code = request.POST.get("kind") or draft.kind or UNCLEAR
    kind = find_kind(code, clock.local_date(clock.now()))
    return ask_words(request, draft.but(kind=kind.code), kind)


def ask_words(request: HttpRequest, draft: Draft, kind: Kind) -> HttpResponse:
    """Show the screen for the words; a kind that may mean danger is asked about first."""
    if kind.emergency_hint and "calm" not in request.POST:
        context = {
            "draft": draft,
            "alarm": picked(kind.emergency_hint, kind.emergency_hint_en),
            "calls": alarm.calls(kind.emergency_numbers or alarm.ALL),
            "back": f"{reverse('matters:report')}?at={draft.at}",
        }
        return render(request, "matters/report/alarm.html", context)
    form = TellForm(kind=kind, initial=filled(draft))
    return tell_page(request, draft, form)


def tell_page(
    request: HttpRequest, draft: Draft, form: TellForm, status: int = 200
) -> HttpResponse:
    context = {
        "steps": steps(),
        "draft": draft,
        "form": form,
        "kind": catalogue.kind_tile(form.kind, draft.at),
        "contact_open": bool(draft.name or draft.phone or form.has_contact_error),
        "back": f"{reverse('matters:report')}?at={draft.at}",
    }
    return render(request, "matters/report/tell.html", context, status=status)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Show what would be sent, with what others near by have reported."""
    draft = read_draft(request.POST.get("state", ""))
    if not draft.at:
        return ask_place(request)
    kind = find_kind(draft.kind or UNCLEAR, clock.local_date(clock.now()))
    form = TellForm(request.POST, request.FILES, kind=kind)
    kept = accepted(form, lambda: keep_photos(request, draft, form))
    if kept is None:
        return tell_page(request, draft, form, status=422)
    return check_page(request, kept, kind)


def check_page(request: HttpRequest, draft: Draft, kind: Kind, status: int = 200) -> HttpResponse:
    context = {
        "steps": steps(),
        "draft": draft,
        "kind": catalogue.kind_tile(kind),
        "answers": answers_shown(kind, draft.answers),
        "similar": similar(draft, clock.now()),
        "promise": promise(kind, clock.now()),
        "pointed": point_out(draft.words, draft.place_text),
    }
    return render(request, "matters/report/check.html", context, status=status)


@require_POST
def soften(request: HttpRequest) -> HttpResponse:
    """Replace or remove what tells who somebody is; what would leave no words leaves them alone."""
    draft = read_draft(request.POST.get("state", ""))
    if not draft.at or not draft.words:
        return ask_place(request)
    kind = find_kind(draft.kind or UNCLEAR, clock.local_date(clock.now()))
    choice = request.POST.get(CHOICE, "")
    place_text = softened(draft.place_text, choice)
    try:
        words = clean_words(softened(draft.words, choice))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return check_page(request, draft, kind, status=422)
    return check_page(request, draft.but(words=words, place_text=place_text), kind)


@require_POST
@never_cache
def report_send(request: HttpRequest) -> HttpResponse:
    """Send it; the draft's id makes a second try the same report."""
    draft = read_draft(request.POST.get("state", ""))
    if not draft.at or not draft.words:
        return ask_place(request)
    receipt = send(request, draft)
    return redirect("matters:sent", code=receipt.follow_code)
