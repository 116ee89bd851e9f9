"""The web process: `granian --interface wsgi linli.config.wsgi:application`."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
application = get_wsgi_application()
# What is loaded by now lives as long as the process: the collector need not look at it again.
gc.collect()
gc.freeze()
