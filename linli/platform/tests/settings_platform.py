"""The platform alone, without any app: what its tests need while nothing stands above it."""

from __future__ import annotations

from linli.config.settings import *  # noqa: F403

INSTALLED_APPS = ["linli.platform.apps.Config", "django.contrib.contenttypes"]
MIDDLEWARE: list[str] = []
TEMPLATES: list[object] = []
ROOT_URLCONF = "linli.platform.urls"
AUTH_USER_MODEL = "auth.User"
