"""The JSON API of matters; `linli.config.api` mounts `router`."""

from __future__ import annotations

from linli.apps.matters.api import (
    acting,
    beside,
    chronic,
    following,
    ladder,
    objections,
    reading,
    replies,
)
from linli.apps.matters.api.caller import router

__all__ = [
    "acting",
    "beside",
    "chronic",
    "following",
    "ladder",
    "objections",
    "reading",
    "replies",
    "router",
]
