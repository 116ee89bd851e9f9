"""Papers: what people wrote stays text, the font is inside, and what is missing is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from pytest_django import Settings

from linli.foundation.refusals import Refused
from linli.platform import pdf
from linli.platform.pdf import setting

pytestmark = pytest.mark.pure
LINLI = Path(__file__).parents[2]


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a template that uses all that papers share."""
    monkeypatch.setattr(setting, "_found", lambda _template: LINLI / "platform/tests/sheet.typ")
    return "sheet.typ"


def data(words: str = "五楼的灯不亮。") -> dict[str, object]:
    address = "https://linli.example/m/1"
    return {"title": "会议纪要", "foot": "邻里", "words": words, "qr": pdf.qr(address)}


def test_a_code_fills_the_width_that_the_template_gives_it() -> None:
    assert 'viewBox="0 0 25 25"' in pdf.qr("https://linli.example/m/1")


def test_a_paper_carries_its_chinese_font(sheet: str) -> None:
    paper = pdf.render(sheet, data())

    assert paper.startswith(b"%PDF-")
    assert b"NotoSansHans" in paper
    assert len(paper) < 100_000


def test_the_same_data_gives_the_same_paper(sheet: str) -> None:
    assert pdf.render(sheet, data()) == pdf.render(sheet, data())


@pytest.mark.parametrize(
    "words",
    ['#panic("x")', "*粗* _斜_ $x$ #import", '"] #read("/etc/passwd")', "😀 𬭎 \\", "\0", "\n"],
)
def test_what_people_wrote_is_never_markup(sheet: str, words: str) -> None:
    assert pdf.render(sheet, data(words)).startswith(b"%PDF-")


def test_too_much_at_once_is_refused(sheet: str) -> None:
    with pytest.raises(Refused) as refusal:
        pdf.render(sheet, data("长" * 700_000))
    assert refusal.value.code == "pdf.too_long"


def test_missing_fonts_are_said_and_found(settings: Settings, tmp_path: Path) -> None:
    settings.FONTS = tmp_path

    with pytest.raises(Refused) as refusal:
        pdf.render("any.typ", {})
    assert refusal.value.code == "pdf.fonts"
    assert pdf.fonts_missing() == list(setting.FONT_NAMES)


@pytest.mark.parametrize("name", ["no/such.typ", "../tests/sheet.typ", "base.html"])
def test_a_template_stands_among_the_templates_of_an_app(name: str) -> None:
    with pytest.raises(TemplateDoesNotExist):
        setting._found(name)


def test_the_name_of_the_file_is_told_in_chinese() -> None:
    reply = pdf.answer(b"%PDF-", "会议纪要.pdf")

    assert reply["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''%E4%BC%9A" in reply["Content-Disposition"]


def test_no_template_evaluates_or_reads() -> None:
    words = re.compile(r"\b(eval|read|include|csv|yaml|toml|plugin)\s*\(|#include|mode:")
    found = [
        path.name for path in LINLI.rglob("*.typ") if words.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
