"""What a browser may not do for any page of ours, whatever a script would ask (ethics rule E-04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

# Location is allowed for our own pages, and our scripts ask for it on a tap only.
POLICY: Final = (
    "geolocation=(self), camera=(), microphone=(), display-capture=(), usb=(), "
    "accelerometer=(), gyroscope=(), magnetometer=(), midi=(), payment=(), browsing-topics=()"
)


class PermissionsPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = POLICY
        return response
