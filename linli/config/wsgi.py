"""The web process: `granian --interface wsgi linli.config.wsgi:application`."""

from __future__ import annotations

import ctypes
import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils.translation import gettext, override

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # loads the views of all apps, before the first request
for code, _name in settings.LANGUAGES:
    with override(code):
        gettext("邻里")  # reads the sentences
# What is loaded by now lives as long as the process: the collector need not look at it again (and a
# page of memory that it does not touch is shared by all web processes), and what reading it in has
# used goes back to the machine. One arena is enough: threads wait for each other anyway.
gc.collect()
gc.freeze()
libc = ctypes.CDLL(None)
if hasattr(libc, "malloc_trim"):  # glibc
    M_ARENA_MAX = -8  # malloc.h
    libc.mallopt(M_ARENA_MAX, 1)
    libc.malloc_trim(0)
