"""Papers: the written agreement to sign, the invitation to a meeting."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.disputes.models import labels
from linli.apps.disputes.queries import DisputePage
from linli.apps.disputes.web import shown
from linli.apps.disputes.web.views.reading import log_look, page_for
from linli.foundation.clock import LOCAL, local_date
from linli.platform import pdf
from linli.platform.requests import Request


@require_safe
@never_cache
def agreement(request: Request, reference: str) -> HttpResponse:
    """Print the agreement, in force or the last draft, with lines to sign on."""
    page = page_for(request, reference)
    found = page.agreement
    if found is None or not found.words:
        raise Http404
    log_look(request, page, "agreement")
    names = {side.number: side.name for side in page.sides}
    data = {
        **_common(page),
        "title": _("人民调解协议书") if found.form == "written" else _("口头调解协议记录"),
        "words": found.words,
        "duties": [
            [names.get(duty.side, ""), duty.words, duty.due_on.isoformat()] for duty in found.duties
        ],
        "confirmed": [
            [
                names.get(each.side, ""),
                shown.label(labels.CONFIRMING, each.way),
                each.at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
            ]
            for each in found.confirmations
        ],
        "is_in_force": found.effective_at is not None,
        "in_force_on": local_date(found.effective_at).isoformat() if found.effective_at else "",
        "confirm_until": page.confirm_until.isoformat() if page.confirm_until else "",
        "fingerprint": found.fingerprint,
    }
    return pdf.answer(pdf.render("disputes/agreement.typ", data), f"D-{page.reference}.pdf")


@require_safe
@never_cache
def invitation(request: Request, reference: str, number: int) -> HttpResponse:
    """Print the invitation to a meeting; it names nobody but who is invited by hand."""
    page = page_for(request, reference)
    session = next(
        (each for each in page.sessions if (each.number, each.state) == (number, "planned")), None
    )
    if session is None:
        raise Http404
    log_look(request, page, "invitation")
    begins = session.begins_at.astimezone(LOCAL)
    data = {
        **_common(page),
        "when": begins.strftime("%Y-%m-%d %H:%M"),
        "where": session.place or shown.label(labels.SETTINGS, session.setting),
    }
    paper = pdf.render("disputes/invitation.typ", data)
    return pdf.answer(paper, f"D-{page.reference}-{number}.pdf")


def _common(page: DisputePage) -> dict[str, object]:
    return {
        "reference": f"D-{page.reference}",
        "community": page.community_name,
        "kind": page.kind_row.name,
        "sides": [
            [_("申请人") if side.is_applicant else _("被申请人"), side.name, side.speaker_name]
            for side in page.sides
        ],
        "mediators": [seat.name for seat in page.seats if seat.state == "seated"],
    }
