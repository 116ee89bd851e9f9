"""The components: everything that comes from outside is escaped, everything misspelt is told."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from linli.interface.design import Sample
from linli.interface.navigation import registered
from linli.interface.parts import actions, core, fields, figures, pictures, reading

LINLI = Path(__file__).parents[2]
TEMPLATES = sorted(LINLI.rglob("templates/**/*.html"))
EVIL = '<img src=x onerror="alert(1)">"\'&'
NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
TAGS = {
    "button": "{% button evil name=evil %}",
    "link button": "{% link_button evil evil %}",
    "tile": "{% tile evil evil evil note=evil %}",
    "tile link": "{% tile_link evil evil note=evil icon='house' %}",
    "tab": "{% tabs evil %}{% tab evil evil count=3 current=True %}{% endtabs %}",
    "pager": "{% pager older=evil newer=evil %}",
    "unfold": "{% unfold evil %}{{ evil }}{% endunfold %}",
    "header": "{% page_header evil lead=evil back=evil back_label=evil %}{{ evil }}{% endpage_header %}",
    "card": "{% card title=evil href=evil icon='house' data_x=evil %}{{ evil }}{% endcard %}",
    "row": "{% rows evil %}{% row evil href=evil note=evil %}{{ evil }}{% endrow %}{% endrows %}",
    "badge": "{% badge evil tone='good' icon='check' %}",
    "notice": "{% notice title=evil data_code=evil %}{{ evil }}{% endnotice %}",
    "empty": "{% empty evil %}{{ evil }}{% endempty %}",
    "timeline": "{% timeline evil %}{% event evil at=now %}{{ evil }}{% endevent %}{% endtimeline %}",
    "facts": "{% facts %}{% fact evil %}{{ evil }}{% endfact %}{% endfacts %}",
    "table": "{% table_box evil %}<tr><td>{{ evil }}</td></tr>{% endtable_box %}",
    "crumbs": "{% crumbs evil evil evil %}",
    "stat": "{% stat evil evil unit=evil href=evil %}",
    "steps": "{% steps list 1 %}",
    "progress": "{% progress 1 2 evil %}",
    "qr": "{% qr evil label=evil title=evil %}",
    "map": "{% map_block evil pick_url=evil fit=evil %}{{ evil }}{% endmap_block %}",
    "icon": "{% icon 'house' evil %}",
}


class Reader(HTMLParser):
    """Reads as a browser does: which elements there are, and which attributes they have."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context({"now": NOW, **context}))


@pytest.mark.parametrize("source", TAGS.values(), ids=TAGS.keys())
def test_every_component_escapes_what_it_is_given(source: str) -> None:
    shown = render(source, evil=EVIL, list=[EVIL, "b"])

    reader = Reader()
    reader.feed(shown)
    assert "img" not in reader.tags
    assert not {"onerror", "style"} & reader.attributes
    assert "&lt;img" in shown


def test_fields_escape_what_was_typed_and_keep_it() -> None:
    form = Sample({"kind": "light", "words": EVIL, "phone": EVIL})
    form.add_error("words", EVIL)
    for bound in form:
        shown = str(fields.field(bound, hint=EVIL))
        assert "<img" not in shown
        if bound.name in {"words", "phone"}:
            assert "&lt;img" in shown


def test_a_wrong_field_says_so_to_eye_and_ear() -> None:
    form = Sample({"kind": "light", "words": "灯", "phone": "1"})
    form.add_error("phone", "电话号码不对。")

    shown = str(fields.field(form["phone"], hint="11 位"))

    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_phone-hint id_phone-error"' in shown
    assert "电话号码不对。" in shown
    assert 'value="1"' in shown


def test_choices_are_radios_with_their_drawings_and_the_chosen_one_stays() -> None:
    form = Sample({"kind": "water"})

    shown = str(fields.choices(form["kind"], icons={"light": "lamp-ceiling"}))

    assert shown.count('type="radio"') == 4
    assert shown.count("icon-ground") == 1
    assert re.search(r'value="water"[^>]* checked', shown)


def test_errors_of_no_field_stand_at_the_top() -> None:
    class Empty(forms.Form):
        pass

    form = Empty({})
    assert fields.error_summary(form) == ""
    form.add_error(None, EVIL)
    assert "&lt;img" in fields.error_summary(form)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{% icon 'no-such-icon' %}", "no-such-icon"),
        ("{% badge 'x' tone='pink' %}", "pink"),
        ("{% button 'x' kind='pink' %}", "pink"),
        ("{% picture 'no-such-picture' %}", "no-such-picture"),
    ],
)
def test_a_misspelt_part_is_an_error_at_once(source: str, name: str) -> None:
    with pytest.raises(core.UnknownPart, match=name):
        render(source)


def test_the_icons_are_sorted_and_every_one_that_a_page_names_exists() -> None:
    names = json.loads((LINLI / "interface/icons.json").read_text(encoding="utf-8"))
    assert names == sorted(set(names))

    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        named = re.findall(r"\bicon=[\"']([a-z0-9-]+)[\"']|{% icon [\"']([a-z0-9-]+)[\"']", text)
        assert {one or other for one, other in named} <= core.ICONS, template
    assert {item.icon for item in registered()} <= core.ICONS


def test_every_drawing_is_plain_and_small() -> None:
    for file in sorted(pictures.FOLDER.glob("*.svg")):
        text = file.read_text(encoding="utf-8")
        assert len(text) < 4000, file
        assert not re.search(r"style=|<script|<style|href=", text), file


def test_the_pager_is_absent_when_there_is_nothing_more() -> None:
    assert actions.pager() == ""


def test_steps_name_the_present_one() -> None:
    shown = figures.steps(["在哪里", "什么事"], 2)

    assert '<li class="done">在哪里</li>' in shown
    assert '<li aria-current="step">什么事</li>' in shown


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [
        (-20, "刚刚", "just now"),
        (30, "马上", "now"),
        (-60, "1 分钟前", "1 minute ago"),
        (-7200, "2 小时前", "2 hours ago"),
        (90000, "1 天后", "in 1 day"),
    ],
)
def test_times_are_told_as_people_say_them(seconds: int, chinese: str, english: str) -> None:
    at = NOW + dt.timedelta(seconds=seconds)

    assert reading.relative(at, NOW) == chinese
    with translation.override("en"):
        assert reading.relative(at, NOW) == english


def test_a_far_time_is_a_date_on_the_wall_clock_of_the_city() -> None:
    at = dt.datetime(2025, 3, 1, 18, 30, tzinfo=dt.UTC)

    shown = str(reading.moment(at, NOW))

    assert ">2025年3月2日 02:30</time>" in shown
    assert 'datetime="2025-03-02T02:30:00+08:00"' in shown
    with translation.override("en"):
        assert ">2 Mar 2025, 02:30</time>" in str(reading.moment(at, NOW))
