"""The guarded way to a file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from linli.platform.access import ANYONE, Actor
from linli.platform.files.guard import may_read
from linli.platform.files.store import DOCUMENT_TYPE, file_path, photo_path
from linli.platform.models import StoredFile

KEPT_SECONDS = 3600


@require_safe
def serve(request: HttpRequest, key: str) -> FileResponse:
    """Answer with the file `key` (`?small=1`: its small twin), or 404 for whoever may not read it."""
    actor: Actor = getattr(request, "actor", ANYONE)
    file = StoredFile.objects.filter(key=key).first()
    if file is None or not may_read(actor, file):
        raise Http404
    try:
        is_document = file.media_type == DOCUMENT_TYPE
        is_small = "small" in request.GET and not is_document
        path = photo_path(file.key, small=True) if is_small else file_path(file)
        content = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(content, content_type=file.media_type)
    answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    answer["Content-Disposition"] = "attachment" if is_document else "inline"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
