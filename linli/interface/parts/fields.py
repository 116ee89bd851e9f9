"""Fields of forms: label, hint, error, control; what was typed stays."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    HiddenInput,
    RadioSelect,
    Textarea,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from linli.interface.parts import controls
from linli.interface.parts.core import EMPTY, attributes, icon, join


def errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return EMPTY
    lines = [
        format_html('<p class="error">{}<span>{}</span></p>', icon("circle-alert"), error)
        for error in bound.errors
    ]
    return format_html('<div id="{}-error">{}</div>', bound.auto_id, join(*lines))


def _hint(bound: BoundField, hint: str) -> SafeString:
    words = hint or bound.help_text
    if not words:
        return EMPTY
    return format_html('<p class="hint" id="{}-hint">{}</p>', bound.auto_id, words)


def _described(bound: BoundField, hint: str) -> dict[str, object]:
    ids = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}-error")
    described: dict[str, object] = {"aria_describedby": " ".join(ids)}
    if bound.errors:
        described["aria_invalid"] = "true"
    return described


def _optional(bound: BoundField) -> SafeString:
    if bound.field.required:
        return EMPTY
    return format_html(' <span class="optional">{}</span>', gettext("（可不填）"))


def _wrong(bound: BoundField) -> str:
    return "field wrong" if bound.errors else "field"


def control(bound: BoundField, hint: str, extra: Mapping[str, object]) -> SafeString:
    given = {**_described(bound, hint), **extra}
    attrs: dict[str, str | bool] = {
        name.rstrip("_").replace("_", "-"): value if isinstance(value, bool) else str(value)
        for name, value in given.items()
        if value not in ("", None)
    }
    return controls.draw(bound, attrs)


def field(bound: BoundField, *, hint: str = "", **extra: object) -> SafeString:
    """Return the whole field in the form its widget asks for."""
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return controls.draw(bound, {})
    if isinstance(widget, CheckboxInput):
        return check(bound, hint=hint, **extra)
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return choices(bound, hint=hint, is_plain=True)
    # What says which files it takes (a table, a document) is no place for pictures.
    if isinstance(widget, FileInput) and "accept" not in widget.attrs:
        return photos(bound, hint=hint)
    counted = isinstance(widget, Textarea) and "maxlength" in widget.attrs
    return format_html(
        '<div class="{}"><label for="{}">{}{}</label>{}{}{}{}</div>',
        _wrong(bound),
        bound.id_for_label,
        bound.label,
        _optional(bound),
        _hint(bound, hint),
        errors(bound),
        control(bound, hint, extra),
        SafeString('<span class="count" data-count></span>') if counted else EMPTY,
    )


def check(bound: BoundField, *, hint: str = "", **extra: object) -> SafeString:
    return format_html(
        '<div class="{}">{}<label class="check">{}<span>{}</span></label>{}</div>',
        _wrong(bound),
        errors(bound),
        control(bound, hint, extra),
        bound.label,
        _hint(bound, hint),
    )


def choices(
    bound: BoundField,
    *,
    hint: str = "",
    icons: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    is_plain: bool = False,
) -> SafeString:
    """Return radios or ticks: big tiles with icons, or plain lines when `is_plain`."""
    icons, notes = icons or {}, notes or {}
    items = []
    for sub in bound.subwidgets:
        value = str(sub.data["value"])
        given = {
            "type": sub.data["type"],
            "checked": bool(sub.data["selected"]),
            **sub.data["attrs"],
            **_described(bound, hint),
        }
        items.append(
            format_html(
                '<label class="{}"><input name="{}" value="{}"{}>{}<span><b>{}</b>{}</span></label>'
                if not is_plain
                else '<label class="{}"><input name="{}" value="{}"{}>{}<span>{}{}</span></label>',
                "check" if is_plain else "tile",
                sub.data["name"],
                value,
                attributes(given),
                format_html('<span class="icon-ground">{}</span>', icon(icons[value]))
                if value in icons
                else EMPTY,
                sub.data["label"],
                format_html("<small>{}</small>", notes[value]) if value in notes else EMPTY,
            )
        )
    return format_html(
        '<fieldset class="{}"><legend>{}{}</legend>{}{}<div class="{}">{}</div></fieldset>',
        _wrong(bound),
        bound.label,
        _optional(bound),
        _hint(bound, hint),
        errors(bound),
        "choices" if is_plain else "tiles",
        join(*items),
    )


def photos(bound: BoundField, *, hint: str = "", most: int = 3) -> SafeString:
    """Return a field for pictures that shows them before they are sent."""
    return format_html(
        '<div class="{}"><label for="{}">{}{}</label>{}{}'
        '<div class="photos" data-photos="{}"><div class="photos-drop">{}<span>{}</span>{}</div>'
        '<div class="photos-shelf" data-photos-shelf></div></div></div>',
        _wrong(bound),
        bound.id_for_label,
        bound.label,
        _optional(bound),
        _hint(bound, hint),
        errors(bound),
        most,
        icon("camera"),
        gettext("拍照，或从相册里选（最多 %(most)d 张）") % {"most": most},
        control(bound, hint, {}),
    )


def error_summary(form: object) -> SafeString:
    """Return the errors that belong to no field, for the top of the form."""
    lines = list(getattr(form, "non_field_errors", list)())
    if not lines:
        return EMPTY
    items = [format_html("<p>{}</p>", line) for line in lines]
    return format_html('<div class="error-summary" role="alert">{}</div>', join(*items))
