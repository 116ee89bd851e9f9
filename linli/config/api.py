"""The JSON API: one OpenAPI 3.1 document over the routers of all apps."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI

from linli import __doc__ as about
from linli.foundation.refusals import Refused

api = NinjaAPI(title="Linli 邻里", version="1", description=str(about), urls_namespace="api")

for app in settings.LINLI_APPS:
    if find_spec(f"linli.apps.{app}.api"):
        api.add_router("", import_module(f"linli.apps.{app}.api").router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer 409 with the code and the sentence in the caller's language."""
    body = {
        "code": refusal.code,
        "message": gettext(refusal.sentence) % refusal.params,
        "field": refusal.field,
    }
    return api.create_response(request, body, status=409)


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, _denied: PermissionDenied) -> HttpResponse:
    """Answer 403: the row can be read, but not changed so by this actor."""
    body = {"code": "access.denied", "message": gettext("您没有办理这一步的权限。"), "field": None}
    return api.create_response(request, body, status=403)
