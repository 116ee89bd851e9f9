"""Fields that ask the rules: what a rule refuses stands at its field, with the typed text kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from linli.foundation.refusals import Refused

Rule = Callable[[str], str]


def as_error(refusal: Refused) -> ValidationError:
    """Return a refusal as the error of a form."""
    return ValidationError(gettext(refusal.sentence) % refusal.params, code=refusal.code)


def put_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Put a refusal of an action at the field it names, or at the top of the form."""
    name = refusal.field if refusal.field in form.fields else None
    form.add_error(name, as_error(refusal))


class RuleField(forms.Field):
    """Text that one of the app's rules cleans or refuses; browsers are told its length."""

    def __init__(self, rule: Rule, *, most: int, rows: int = 0, **kwargs: Any) -> None:
        self.rule = rule
        brief = {"rows": rows, "class": "brief"}
        box = forms.Textarea(attrs=brief) if rows else forms.TextInput()
        kwargs.setdefault("widget", box)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("maxlength", str(most))
        if self.required:
            self.widget.attrs["required"] = True

    def clean(self, value: Any) -> str:
        text = str(value or "")
        if not text.strip() and not self.required:
            return ""
        try:
            return self.rule(text)
        except Refused as refusal:
            raise as_error(refusal) from None


class PhotosInput(forms.ClearableFileInput):
    """Several photos from the camera or the album."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """Up to `most` files; whether they are photos is told when they are made anew."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        box = PhotosInput(attrs={"accept": "image/*", "multiple": True})
        super().__init__(required=False, widget=box, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ARG002  # Django's words
        files = [one for one in (data or []) if one]
        if len(files) > self.most:
            message = gettext("最多%(most)s张照片，请少选几张。") % {"most": self.most}
            raise ValidationError(message, code="matters.photos_many")
        return files


class KeysField(forms.CharField):
    """The keys of photos that Linli has kept already, so that nobody chooses them again."""

    def __init__(self, *, most: int) -> None:
        self.most = most
        super().__init__(required=False, max_length=80 * most, widget=forms.HiddenInput)

    def clean(self, value: Any) -> list[str]:
        return [key for key in super().clean(value).split(",") if key][: self.most]
