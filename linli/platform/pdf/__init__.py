"""Papers as PDF, set by typst with an embedded Chinese font.

    paper = render("meetings/minutes.typ", {"title": meeting.title, "qr": qr(address)})
    return answer(request, paper, "会议纪要.pdf")

A template stands beside the app's pages (`templates/<app>/<name>.typ`), begins with
`#import "/platform/pdf/paper.typ": *` and reads everything from `data`. What people wrote reaches
it as data only, never as markup.
"""

from __future__ import annotations

from linli.platform.pdf.setting import answer, fonts_missing, qr, render

__all__ = ["answer", "fonts_missing", "qr", "render"]
