"""The forms of a report: words first, what the kind asks, how to be reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.rules import texts
from linli.apps.matters.rules.kinds import Kind
from linli.apps.matters.web.draft import Draft
from linli.apps.matters.web.forms.fields import PhotosField, RuleField
from linli.interface.questions import question_field

PHOTOS_MAX = 6


class WordsForm(forms.Form):
    """One or two sentences, from which kinds are suggested."""

    words = RuleField(
        texts.clean_words,
        most=texts.WORDS_LETTERS_MAX,
        rows=2,
        label=_("用一两句话说说是什么事"),
    )


class ContactForm(forms.Form):
    """How to reach the reporter: all of it may stay empty."""

    name = RuleField(
        texts.clean_name,
        most=texts.NAME_LETTERS_MAX,
        required=False,
        label=_("怎么称呼您"),
    )
    phone = RuleField(texts.clean_phone, most=20, required=False, label=_("电话"))
    hide = forms.BooleanField(required=False, label=_("不让被反映的一方知道是我说的"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs.update(
            {"autocomplete": "tel", "inputmode": "tel", "type": "tel"}
        )


class TellForm(ContactForm):
    """The screen with the kind's own questions, the words and the photos."""

    words = RuleField(texts.clean_words, most=texts.WORDS_LETTERS_MAX, rows=3, label=_("说说情况"))
    place_text = RuleField(
        lambda text: texts.bounded(text, most=texts.PLACE_LETTERS_MAX, field="place_text"),
        most=texts.PLACE_LETTERS_MAX,
        required=False,
        label=_("具体位置"),
    )
    photos = PhotosField(most=PHOTOS_MAX, label=_("照片"))

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for question in kind.questions:
            self.fields[f"answer_{question.code}"] = question_field(question)
        if kind.privacy != "normal":
            self.fields["hide"].initial = True

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[f"answer_{question.code}"] for question in self.kind.questions]

    @property
    def has_contact_error(self) -> bool:
        return bool({"name", "phone"} & set(self.errors))

    def given(self) -> dict[str, Any]:
        """Return what was filled in, by the names of a draft, without the photos."""
        data = {key: self.cleaned_data[key] for key in ("words", "place_text", "name", "phone")}
        answers = {
            question.code: self.cleaned_data[f"answer_{question.code}"]
            for question in self.kind.questions
            if self.cleaned_data.get(f"answer_{question.code}")
        }
        return {**data, "hide": self.cleaned_data["hide"], "answers": answers}


def filled(draft: Draft) -> dict[str, Any]:
    """Return a draft as the first values of a `TellForm`."""
    values: dict[str, Any] = {
        "words": draft.words,
        "place_text": draft.place_text,
        "name": draft.name,
        "phone": draft.phone,
    }
    if draft.hide:
        values["hide"] = True
    return values | {f"answer_{code}": given for code, given in draft.answers.items()}
