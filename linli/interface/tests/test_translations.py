"""The keeper of the English catalogues finds every sentence and every fault."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import polib
import pytest

SCRIPT = Path(__file__).parents[3] / "scripts" / "translations.py"


@pytest.fixture(scope="module")
def keeper() -> ModuleType:
    spec = spec_from_file_location("translations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_sentences_of_code_are_found_in_every_form(keeper: ModuleType) -> None:
    source = """
_("小区")
gettext("先写" "答复")
ngettext("%(n)d 天", "%(n)d 天们", n)
raise Refused("matter.late", "已过期，请重新报。", field="x")
Refused(code, sentence="换一个小区。")
print("不是一句话")
"""
    assert list(keeper.in_python(source)) == [
        ("小区", ""),
        ("先写答复", ""),
        ("%(n)d 天", "%(n)d 天们"),
        ("已过期，请重新报。", ""),
        ("换一个小区。", ""),
    ]


def test_sentences_of_templates_are_found_in_every_form(keeper: ModuleType) -> None:
    source = """
{% trans "报一件事" as label %}
{% blocktrans with name=area.name %}{{ name }}的地图{% endblocktrans %}
{% blocktrans count n=rows|length %}{{ n }} 件{% plural %}{{ n }} 件们{% endblocktrans %}
"""
    found = list(keeper.in_template(source))

    assert ("报一件事", "") in found
    assert ("%(name)s的地图", "") in found
    assert ("%(n)s 件", "%(n)s 件们") in found


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Map of %(name)s", None),
        ("", "not translated"),
        ("Map", "placeholders differ"),
        ("Map of %(nome)s", "unknown placeholder"),
    ],
)
def test_a_catalogue_with_a_fault_is_refused(
    keeper: ModuleType, tmp_path: Path, said: str, fault: str | None
) -> None:
    text = "%(name)s的地图"
    messages = {text: keeper.Message(text, "", "x.html")}
    keeper.renew(tmp_path, messages)
    file = polib.pofile(str(keeper.catalogue(tmp_path)))
    file[0].msgstr = said
    file.save()

    faults = list(keeper.faults(tmp_path, messages))

    assert bool(faults) is bool(fault)
    assert all(fault in found for found in faults[:1] if fault)


def test_renewing_keeps_what_is_translated_and_drops_what_is_gone(
    keeper: ModuleType, tmp_path: Path
) -> None:
    old = {text: keeper.Message(text, "", "x.py") for text in ("小区", "网格")}
    keeper.renew(tmp_path, old)
    file = polib.pofile(str(keeper.catalogue(tmp_path)))
    for entry in file:
        entry.msgstr = "kept"
    file.save()

    left = keeper.renew(
        tmp_path, {text: keeper.Message(text, "", "x.py") for text in ("小区", "楼栋")}
    )

    said = {entry.msgid: entry.msgstr for entry in polib.pofile(str(keeper.catalogue(tmp_path)))}
    assert said == {"小区": "kept", "楼栋": ""}
    assert left == 1
