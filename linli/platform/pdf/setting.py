"""Set a page: the template and its data in, the bytes of the paper out."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.template import TemplateDoesNotExist
from django.template.utils import get_app_template_dirs

from linli.foundation.refusals import Refused

if TYPE_CHECKING:
    import typst

LINLI: Final = Path(__file__).parents[2]  # the root of the world that typst may read
DATA_BYTES_MAX: Final = 2_000_000  # some 500 full pages
FONT_NAMES: Final = ("NotoSansHans-Regular.otf", "NotoSansHans-Bold.otf")


def render(template: str, data: Mapping[str, object]) -> bytes:
    """Return the PDF of `template` (such as `"meetings/notice.typ"`) filled with `data`.

    `data` holds what JSON can say. A page takes about a tenth of a second: never inside a transaction.

    Raises
    ------
    Refused
        `pdf.too_long` when there is too much to print at once, `pdf.fonts` when the fonts are missing.
    """
    if fonts_missing():
        raise Refused(
            "pdf.fonts", "缺少打印字体，暂时不能生成 PDF。请管理员运行 make build/frontend。"
        )
    text = json.dumps(data, ensure_ascii=False)
    if len(text.encode()) > DATA_BYTES_MAX:
        raise Refused("pdf.too_long", "内容太多，一次打印不下。请缩小范围，分几次打印。")
    paper = _compiler().compile(input=_found(template), format="pdf", sys_inputs={"data": text})
    assert isinstance(paper, bytes)
    return paper


def qr(text: str) -> str:
    """Return a QR code as SVG, for `data`; the template draws it with `#qr-code(data.qr)`."""
    import segno  # few pages show one, and it takes 5 MB

    sink = io.BytesIO()
    segno.make_qr(text, error="m").save(sink, kind="svg", border=0, omitsize=True)
    return sink.getvalue().decode()


def answer(paper: bytes, name: str) -> HttpResponse:
    """Return the answer that shows `paper` in the browser and saves it as `name`."""
    reply = HttpResponse(paper, content_type="application/pdf")
    reply["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    reply["Cache-Control"] = "private, no-store"
    return reply


def fonts_missing() -> list[str]:
    """Return the names of the font files that are not there."""
    return [name for name in FONT_NAMES if not (Path(settings.FONTS) / name).is_file()]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # Loaded with the first paper: 25 MB that most processes never need.
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS)]
    )
    return typst.Compiler(root=str(LINLI), font_paths=fonts)


@lru_cache(maxsize=64)
def _found(template: str) -> Path:
    for folder in get_app_template_dirs("templates"):
        path = (Path(folder) / template).resolve()
        if path.suffix == ".typ" and path.is_relative_to(folder) and path.is_file():
            return path
    raise TemplateDoesNotExist(template)
