"""The web process: `granian --interface wsgi linli.config.wsgi:application`."""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # loads the views of all apps, before the first request
# What is loaded by now lives as long as the process: the collector need not look at it again, and
# what reading it in has used goes back to the machine.
gc.collect()
gc.freeze()
if ctypes.util.find_library("c"):
    ctypes.CDLL(None).malloc_trim(0)
