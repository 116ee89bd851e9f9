"""Controls of forms drawn without a template: what Django draws for its widgets, many times as fast.

A widget that is none of these, or that brings a template of its own, is drawn by Django.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.interface.parts.core import EMPTY, join

DRAWN: Final = frozenset(
    {
        forms.Select,
        forms.Textarea,
        forms.TextInput,
        forms.NumberInput,
        forms.EmailInput,
        forms.URLInput,
        forms.HiddenInput,
        forms.DateInput,
    }
)


def draw(bound: BoundField, attrs: Mapping[str, str | bool]) -> SafeString:
    """Return the control of a field."""
    widget = bound.field.widget
    if type(widget) not in DRAWN or bound.field.localize or _is_grouped(widget):
        return bound.as_widget(attrs=dict(attrs))
    asked = bound.build_widget_attrs(dict(attrs), widget)
    if bound.auto_id and "id" not in widget.attrs:
        asked.setdefault("id", bound.auto_id)
    name, written = bound.html_name, _attributes({**widget.attrs, **asked})
    shown = widget.format_value(bound.value())
    if isinstance(widget, forms.Select):
        options = join(*_options(widget, shown))
        return format_html('<select name="{}"{}>{}\n</select>', name, written, options)
    if isinstance(widget, forms.Textarea):
        return format_html('<textarea name="{}"{}>\n{}</textarea>', name, written, shown or "")
    value = EMPTY if shown is None else format_html(' value="{}"', shown)
    return format_html('<input type="{}" name="{}"{}{}>', widget.input_type, name, value, written)


def _is_grouped(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.Select) and any(
        isinstance(label, list | tuple) for _key, label in widget.choices
    )


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    return join(
        *(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
            for name, value in attrs.items()
            if value is not False
        )
    )


def _options(widget: forms.Select, chosen: list[str]) -> Iterable[SafeString]:
    left = set(chosen)
    for key, label in widget.choices:
        shown = "" if key is None else str(key)
        is_chosen = shown in left
        mark = SafeString(" selected") if is_chosen else EMPTY
        yield format_html('\n  <option value="{}"{}>{}</option>\n', shown, mark, label)
        left = set() if is_chosen else left  # the first of equal ones is chosen
