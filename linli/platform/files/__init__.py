"""Files that people hand in: photos, made anew without anything but the picture.

    photo = store_photo(upload, now=now)                          # before the transaction: it is work
    attach([photo.key], kind="matters.photo", owner=matter.id)    # in the action's transaction
    register_guard("matters.photo", may_see_photo)                # in the app's ready()

A photo that belongs to nothing after a day is removed by a job.
"""

from __future__ import annotations

from linli.platform.files.guard import may_read, register_guard
from linli.platform.files.store import (
    attach,
    detach,
    discard,
    list_files,
    list_files_of,
    photo_path,
    store_document,
    store_photo,
)
from linli.platform.files.views import serve

__all__ = [
    "attach",
    "detach",
    "discard",
    "list_files",
    "list_files_of",
    "may_read",
    "photo_path",
    "register_guard",
    "serve",
    "store_document",
    "store_photo",
]
