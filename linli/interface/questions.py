"""The field for one of a kind's own questions, the same wherever it is asked."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.foundation.questions import ANSWER_LETTERS_MAX, Question
from linli.interface.names import named

YES_NO: Final = [("yes", _("是")), ("no", _("否"))]
DIGITS_MAX: Final = 9


def question_field(question: Question, *, is_required: bool = False) -> forms.Field:
    """Return radios for a choice, a short box for a number, one line for words."""
    label = named(question)
    if question.form in {"choice", "yes_no"}:
        pairs: list[Any] = [(each.code, named(each)) for each in question.choices]
        return forms.ChoiceField(
            label=label, choices=pairs or YES_NO, required=is_required, widget=forms.RadioSelect
        )
    is_number = question.form == "number"
    return forms.CharField(
        label=label,
        required=is_required,
        max_length=DIGITS_MAX if is_number else ANSWER_LETTERS_MAX,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "short"} if is_number else {}
        ),
    )
