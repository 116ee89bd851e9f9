"""The request as our views get it, for their types."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from linli.platform.access import Actor


class Request(HttpRequest):
    """What the middleware has put on a request; Django makes the object, this only names it."""

    actor: Actor
    htmx: HtmxDetails
