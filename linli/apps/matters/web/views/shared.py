"""What several views need: who calls, which matter, an act done or shown again with its errors."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import Http404, HttpRequest

from linli.apps.matters import queries
from linli.apps.matters.queries import MatterPage
from linli.apps.matters.web import plain
from linli.apps.matters.web.steps import STEPS, Call, form_for
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.interface.context import actor_of
from linli.interface.forms import accepted
from linli.platform.throttle import caller_address

__all__ = ["BY_REPORTER", "actor_of", "do", "page_by_code", "page_of"]

# Acts of the reporter; those of staff are not offered for one's own report.
BY_REPORTER = frozenset({"inform", "close", "reopen", "rate", "withdraw", "adopt", "urge"})


def page_by_code(request: HttpRequest, code: str, now: dt.datetime) -> MatterPage:
    """Return the matter that the follow-up code opens, or raise `Http404`; guessing is throttled."""
    found = queries.find_by_follow_code(code=code, caller=caller_address(request), now=now)
    if found is None:
        raise Http404
    return queries.get_page(actor=actor_of(request), reference=found, now=now, follow_code=code)


def page_of(request: HttpRequest, reference: str, now: dt.datetime) -> MatterPage:
    return queries.get_page(actor=actor_of(request), reference=reference, now=now)


def do(
    request: HttpRequest, name: str, page: MatterPage, code: str | None = None
) -> forms.Form | None:
    """Do an act with what was sent. Return `None` when it is done, else the form with its errors."""
    if name not in STEPS or not page.is_full or (page.is_reporter and name not in BY_REPORTER):
        raise Http404
    now = clock.now()
    form = form_for(name, page, local_date(now), request)
    asking = plain.to_ask(name, form, now)
    if asking is not None:
        return asking
    call = Call(actor_of(request), page, form, now, code)
    done = accepted(form, lambda: STEPS[name].run(call) or True)
    return None if done else form
