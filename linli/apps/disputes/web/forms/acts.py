"""Forms of the acts on a dispute; each is made for the page it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.disputes.actions import Duty, Someone
from linli.apps.disputes.models.labels import BASES, FORMS, RISKS, SETTINGS, SORTS, WAYS, WAYS_OUT
from linli.apps.disputes.queries import Candidate, DisputePage
from linli.apps.disputes.rules import texts
from linli.apps.disputes.rules.consent import OWN_WAYS
from linli.apps.disputes.web.forms.apply import line_field, phone_field, words_field
from linli.foundation.clock import LOCAL

SAID_WAYS: Final = [pair for pair in WAYS if pair[0] not in OWN_WAYS]
DUTY_LINES: Final = 3
ANSWERS: Final = [("given", _("同意调解")), ("refused", _("不同意"))]
COURT: Final = [
    ("applied", _("双方已共同申请")),
    ("confirmed", _("法院已确认")),
    ("rejected", _("法院未确认")),
]


def radios(label: Any, pairs: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=pairs, widget=forms.RadioSelect, **kwargs)


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    box = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=box)


class ActForm(forms.Form):
    """A form made for one page; `candidates` are mediators who could be named."""

    def __init__(
        self,
        *args: Any,
        page: DisputePage,
        candidates: tuple[Candidate, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.candidates = page, candidates
        self.fill()

    def fill(self) -> None:
        """Give the fields what depends on the page."""

    def choose(self, name: str, pairs: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
        field.choices = pairs
        if len(pairs) == 1 and not isinstance(field, forms.MultipleChoiceField):
            field.initial = pairs[0][0]

    @property
    def leads(self) -> bool:
        return self.page.capacity != "side"

    def sides(self) -> list[tuple[Any, Any]]:
        return [(str(side.number), side.name) for side in self.page.sides]


class PlainForm(ActForm):
    """Nothing to fill in: the button is all."""


class WayForm(ActForm):
    way = radios(_("怎样问的"), SAID_WAYS, initial="phone")


class ConsentForm(ActForm):
    """Give or refuse consent; who leads the case says which side, and how it said so."""

    side = radios(_("哪一方"), [])
    answer = radios(_("答复"), ANSWERS)
    way = radios(_("怎样答复的"), SAID_WAYS, initial="phone")

    def fill(self) -> None:
        if not self.leads:
            del self.fields["side"], self.fields["way"]
            return
        waiting = [side for side in self.page.sides if side.consent != "given"]
        self.choose("side", [(str(side.number), side.name) for side in waiting])


class StopForm(ActForm):
    """A side takes its consent back."""

    side = radios(_("哪一方"), [])
    way = radios(_("怎样答复的"), SAID_WAYS, initial="phone")

    def fill(self) -> None:
        if not self.leads:
            del self.fields["side"], self.fields["way"]
            return
        self.choose("side", self.sides())


class SideForm(ActForm):
    """Who a side is."""

    stands = radios(_("属于"), [("other", _("被申请一方")), ("applicant", _("申请一方"))])
    name = line_field(_("称呼"), most=texts.NAME_LETTERS_MAX, required=True)
    phone = phone_field(_("电话"))
    sort = radios(_("对方是"), SORTS, initial="person")
    is_minor = forms.BooleanField(label=_("未满十八岁"), required=False)
    speaker_name = line_field(_("代理人、监护人（可不填）"), most=texts.NAME_LETTERS_MAX)
    speaker_phone = phone_field(_("代理人电话"))
    speaker_basis = forms.ChoiceField(
        label=_("代理依据"), choices=[("", _("没有代理人")), *BASES], required=False
    )

    def someone(self) -> Someone:
        names = ("name", "phone", "sort", "is_minor", "speaker_name", "speaker_phone")
        facts = {name: self.cleaned_data[name] for name in names}
        return Someone(**facts, speaker_basis=self.cleaned_data["speaker_basis"])


class EditSideForm(SideForm):
    """Correct how a side is reached and who speaks for it."""

    side = radios(_("哪一方"), [])
    field_order = ("side", "name", "phone", "speaker_name", "speaker_phone", "speaker_basis")

    def fill(self) -> None:
        for name in ("stands", "sort", "is_minor"):
            del self.fields[name]
        self.choose("side", self.sides())

    def someone(self) -> Someone:
        names = ("name", "phone", "speaker_name", "speaker_phone", "speaker_basis")
        return Someone(**{name: self.cleaned_data[name] for name in names})


class OneSideForm(ActForm):
    side = radios(_("哪一方"), [])

    def fill(self) -> None:
        self.choose("side", self.sides())


class ProposeForm(ActForm):
    """Name a mediator; those with a tie are not listed."""

    mediator = radios(_("调解员"), [])

    def fill(self) -> None:
        named = {seat.account for seat in self.page.seats if seat.state in {"proposed", "seated"}}
        free = [
            (str(each.account), each.name)
            for each in self.candidates
            if not each.ties and each.account not in named
        ]
        self.choose("mediator", free)


class SeatForm(ActForm):
    """Accept a mediator or not."""

    seat = radios(_("人选"), [])
    side = radios(_("哪一方"), [])
    accepts = radios(_("答复"), [("yes", _("认可")), ("no", _("不认可"))])
    way = radios(_("怎样答复的"), SAID_WAYS, initial="phone")

    def fill(self) -> None:
        waiting = [seat for seat in self.page.seats if seat.state == "proposed"]
        self.choose("seat", [(str(seat.id), seat.name) for seat in waiting])
        if not self.leads:
            del self.fields["side"], self.fields["way"]
            return
        self.choose("side", self.sides())


class SessionForm(ActForm):
    on = day_field(_("哪一天"))
    at = forms.TimeField(
        label=_("几点"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"})
    )
    setting = radios(_("在哪里"), SETTINGS, initial="room")
    place = line_field(_("地点"), most=texts.PLACE_LETTERS_MAX)

    def begins_at(self) -> dt.datetime:
        data = self.cleaned_data
        return dt.datetime.combine(data["on"], data["at"], tzinfo=LOCAL)


class NumberForm(ActForm):
    """Which of the planned meetings."""

    number = radios(_("哪一次"), [])

    def fill(self) -> None:
        planned = [each for each in self.page.sessions if each.state == "planned"]
        pairs = [
            (
                str(each.number),
                f"{each.number} · {each.begins_at.astimezone(LOCAL):%m-%d %H:%M} {each.place}",
            )
            for each in planned
        ]
        self.choose("number", pairs)


class RecordForm(NumberForm):
    came = forms.MultipleChoiceField(
        label=_("谁到了场"), required=False, widget=forms.CheckboxSelectMultiple
    )
    record = words_field(_("谈了什么（双方都能看）"), most=texts.NOTE_LETTERS_MAX, rows=4)
    next_step = line_field(_("下一步"), most=300)

    def fill(self) -> None:
        super().fill()
        self.choose("came", self.sides())


class NoteForm(ActForm):
    words = words_field(_("只有自己这边能看"), most=texts.NOTE_LETTERS_MAX)


class AgreementForm(ActForm):
    """The agreement, with up to three things to do; the next draft may carry more."""

    form = radios(_("形式"), FORMS, initial="oral")
    words = words_field(_("双方约定了什么"), most=texts.TERMS_LETTERS_MAX, rows=5)

    def fill(self) -> None:
        for place in range(1, DUTY_LINES + 1):
            self.fields[f"duty_{place}"] = line_field(
                _("第%(place)s项：做什么") % {"place": place}, most=texts.DUTY_LETTERS_MAX
            )
            self.fields[f"duty_side_{place}"] = forms.ChoiceField(
                label=_("由谁做"), choices=[("", "—"), *self.sides()], required=False
            )
            self.fields[f"duty_due_{place}"] = day_field(_("最迟哪天"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for place in range(1, DUTY_LINES + 1):
            parts = [data.get(f"{name}_{place}") for name in ("duty", "duty_side", "duty_due")]
            if any(parts) and not all(parts):
                self.add_error(f"duty_{place}", _("请写全：做什么、由谁做、最迟哪天。"))
        return data

    def duties(self) -> list[Duty]:
        data = self.cleaned_data
        return [
            Duty(int(data[f"duty_side_{n}"]), data[f"duty_{n}"], data[f"duty_due_{n}"])
            for n in range(1, DUTY_LINES + 1)
            if data.get(f"duty_{n}")
        ]


class ConfirmForm(ActForm):
    """A side confirms; the fingerprint says which words it has read."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sides_said = forms.MultipleChoiceField(
        label=_("当面确认的"), widget=forms.CheckboxSelectMultiple
    )
    scan = forms.FileField(label=_("双方签名的协议照片"), required=False)

    def fill(self) -> None:
        agreement = self.page.agreement
        self.fields["fingerprint"].initial = agreement.fingerprint if agreement else ""
        if not self.leads:
            del self.fields["sides_said"], self.fields["scan"]
            return
        done = {each.side for each in agreement.confirmations} if agreement else set()
        waiting = [side for side in self.page.sides if side.number not in done]
        self.choose("sides_said", [(str(side.number), side.name) for side in waiting])
        if agreement is None or agreement.form == "oral":
            del self.fields["scan"]
        else:
            self.fields["scan"].required = True


class PerformForm(ActForm):
    duty = radios(_("哪一项"), [])
    is_done = radios(_("做到了吗"), [("yes", _("做到了")), ("no", _("没有做到"))])
    proof = forms.FileField(label=_("照片凭证（可不放）"), required=False)

    def fill(self) -> None:
        agreement = self.page.agreement
        duties = agreement.duties if agreement else ()
        self.choose("duty", [(str(duty.number), duty.words) for duty in duties])


class CourtForm(ActForm):
    court = radios(_("到哪一步"), COURT)
    on = day_field(_("日期"))

    def fill(self) -> None:
        pairs = COURT[1:] if self.page.court else COURT[:1]
        self.choose("court", list(pairs))


class RiskForm(ActForm):
    risk = radios(_("这件事"), RISKS)


class AdviceForm(ActForm):
    advice = words_field(_("告诉双方还有哪些途径"), most=texts.NOTE_LETTERS_MAX)


class ReferForm(AdviceForm):
    way = radios(_("适合的途径"), WAYS_OUT)
    field_order = ("way", "advice")


ACT_FORMS: Final[Mapping[str, type[ActForm]]] = {
    "ask_consent": WayForm,
    "consent": ConsentForm,
    "stop": StopForm,
    "add_side": SideForm,
    "edit_side": EditSideForm,
    "issue_code": OneSideForm,
    "adopt": PlainForm,
    "propose_mediator": ProposeForm,
    "answer_mediator": SeatForm,
    "step_down": PlainForm,
    "plan_session": SessionForm,
    "cancel_session": NumberForm,
    "record_session": RecordForm,
    "note_mediators": NoteForm,
    "note_side": NoteForm,
    "draw_up": AgreementForm,
    "confirm": ConfirmForm,
    "perform": PerformForm,
    "court": CourtForm,
    "risk": RiskForm,
    "fail": AdviceForm,
    "refer": ReferForm,
    "close": PlainForm,
    "withdraw": PlainForm,
}
