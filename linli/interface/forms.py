"""Where a form meets an action: a refusal becomes an error on its field, what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm

from linli.foundation.refusals import Refused
from linli.interface.middleware import sentence

T = TypeVar("T")


def accepted(form: BaseForm, act: Callable[[], T]) -> T | None:
    """Run `act` when `form` is valid; put a refusal onto the form and return `None`.

    >>> done = accepted(form, lambda: close_matter(actor=request.actor, now=now, **form.cleaned_data))
    >>> if done is None:
    ...     return render(request, "matters/close.html", {"form": form}, status=422)
    """
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, sentence(refusal))
        return None
