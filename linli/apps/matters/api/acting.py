"""Every act on a matter. The answer says where the matter stands after it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import File, Status, UploadedFile

from linli.apps.matters import actions, queries
from linli.apps.matters.actions import Contact, Report
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.caller import (
    PROBLEMS,
    FollowCode,
    actor_of,
    checked,
    router,
    spot_of,
    stand,
)
from linli.foundation import clock
from linli.platform import files
from linli.platform.throttle import caller_address, throttle

PHOTOS_A_CALLER_MAX = 60
PHOTOS_WINDOW_SECONDS = 3600
STANDS: dict[int, Any] = {200: shape.StandOut, **PROBLEMS}
ONE = "/matters/{reference}"


@router.post("/matters", response={201: shape.ReceiptOut, **PROBLEMS}, summary="Report a matter")
def report(request: HttpRequest, body: shape.ReportIn) -> Status[shape.ReceiptOut]:
    facts = Report(
        client_id=body.client_id,
        kind=body.kind,
        words=body.words,
        spot=spot_of(body.spot),
        answers=body.answers,
        channel=body.channel,
        contact=Contact(body.contact.name, body.contact.phone),
        photos=tuple(body.photos),
        hide_reporter=body.hide_reporter,
        caller=caller_address(request),
    )
    receipt = actions.report_matter(actor=actor_of(request), report=facts, now=clock.now())
    return Status(
        201,
        shape.ReceiptOut(
            id=str(receipt.id),
            reference=receipt.reference,
            follow_code=receipt.follow_code,
            is_new=receipt.is_new,
        ),
    )


@router.post("/photos", response={201: shape.PhotoOut, **PROBLEMS}, summary="Hand in a photo")
def store_photo(
    request: HttpRequest,
    photo: File[UploadedFile],
) -> Status[shape.PhotoOut]:
    """Made anew without place, time and device; give its key with a report within a day."""
    moment = clock.now()
    if not actor_of(request).is_staff:
        throttle(
            "matters.photo",
            caller_address(request),
            PHOTOS_A_CALLER_MAX,
            PHOTOS_WINDOW_SECONDS,
            now=moment,
        )
    kept = files.store_photo(photo, now=moment)
    return Status(201, shape.PhotoOut(key=kept.key, width=kept.width, height=kept.height))


@router.post(f"{ONE}/accept", response=STANDS)
def accept(request: HttpRequest, reference: str) -> shape.StandOut:
    pk = queries.key_of(reference)
    return stand(actions.accept_matter(actor=actor_of(request), pk=pk, now=clock.now()))


@router.post(f"{ONE}/take-on", response=STANDS, summary="Accept and start")
def take_on(request: HttpRequest, reference: str) -> shape.StandOut:
    pk = queries.key_of(reference)
    return stand(actions.take_on_matter(actor=actor_of(request), pk=pk, now=clock.now()))


@router.post(f"{ONE}/triage", response=STANDS)
def triage(request: HttpRequest, reference: str, body: shape.TriageIn) -> shape.StandOut:
    pk, actor = queries.key_of(reference), actor_of(request)
    return stand(
        actions.triage_matter(actor=actor, pk=pk, kind=body.kind, lane=body.lane, now=clock.now())
    )


@router.post(f"{ONE}/dispatch", response=STANDS)
def dispatch(request: HttpRequest, reference: str, body: shape.TakersIn) -> shape.StandOut:
    matter = actions.dispatch_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        unit=shape.key(body.unit),
        handler=shape.key(body.handler),
        remark=body.remark,
        now=clock.now(),
    )
    return stand(matter)


@router.post(f"{ONE}/reassign", response=STANDS)
def reassign(request: HttpRequest, reference: str, body: shape.TakersIn) -> shape.StandOut:
    matter = actions.reassign_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        unit=shape.key(body.unit),
        handler=shape.key(body.handler),
        reason=body.remark,
        now=clock.now(),
    )
    return stand(matter)


@router.post(f"{ONE}/return", response=STANDS, summary="Return a wrong dispatch, once")
def return_dispatch(request: HttpRequest, reference: str, body: shape.ReturnIn) -> shape.StandOut:
    matter = actions.return_dispatch(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        right_unit=shape.key(body.right_unit) or 0,
        reason=body.reason,
        now=clock.now(),
    )
    return stand(matter)


@router.post(f"{ONE}/start", response=STANDS)
def start(request: HttpRequest, reference: str) -> shape.StandOut:
    pk = queries.key_of(reference)
    return stand(actions.start_matter(actor=actor_of(request), pk=pk, now=clock.now()))


@router.post(f"{ONE}/ask", response=STANDS, summary="Ask the reporter; the clock stops")
def ask(request: HttpRequest, reference: str, body: shape.WordsIn) -> shape.StandOut:
    pk, actor = queries.key_of(reference), actor_of(request)
    return stand(actions.ask_information(actor=actor, pk=pk, question=body.words, now=clock.now()))


@router.post(f"{ONE}/inform", response=STANDS, summary="Answer what was asked")
def inform(
    request: HttpRequest, reference: str, body: shape.WordsIn, follow_code: FollowCode = None
) -> shape.StandOut:
    matter = actions.answer_information(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        words=body.words,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(matter)


@router.post(f"{ONE}/wait-decision", response=STANDS)
def wait_decision(request: HttpRequest, reference: str, body: shape.WordsIn) -> shape.StandOut:
    pk, actor = queries.key_of(reference), actor_of(request)
    return stand(actions.wait_decision(actor=actor, pk=pk, reason=body.words, now=clock.now()))


@router.post(f"{ONE}/resume", response=STANDS)
def resume(request: HttpRequest, reference: str) -> shape.StandOut:
    pk = queries.key_of(reference)
    return stand(actions.resume_matter(actor=actor_of(request), pk=pk, now=clock.now()))


@router.post(f"{ONE}/extend", response=STANDS, summary="A later deadline, once")
def extend(request: HttpRequest, reference: str, body: shape.ExtendIn) -> shape.StandOut:
    pk, actor = queries.key_of(reference), actor_of(request)
    return stand(
        actions.extend_deadline(
            actor=actor, pk=pk, due=body.due, reason=body.reason, now=clock.now()
        )
    )


@router.post(f"{ONE}/resolve", response=STANDS, summary="Say in plain words what was done")
def resolve(request: HttpRequest, reference: str, body: shape.WordsIn) -> shape.StandOut:
    pk, actor = queries.key_of(reference), actor_of(request)
    matter = actions.resolve_matter(actor=actor, pk=pk, answer=body.words, now=clock.now())
    return stand(matter, answer=body.words)


@router.post(f"{ONE}/refer", response=STANDS, summary="Name the right way elsewhere")
def refer(request: HttpRequest, reference: str, body: shape.ReferIn) -> shape.StandOut:
    matter = actions.refer_out_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        way=body.way,
        answer=body.answer,
        now=clock.now(),
    )
    return stand(matter, answer=body.answer)


@router.post(f"{ONE}/duplicate", response=STANDS)
def duplicate(request: HttpRequest, reference: str, body: shape.DuplicateIn) -> shape.StandOut:
    pk, actor = queries.key_of(reference), actor_of(request)
    return stand(actions.mark_duplicate(actor=actor, pk=pk, of=body.of, now=clock.now()))


@router.post(f"{ONE}/rate", response=STANDS)
def rate(
    request: HttpRequest, reference: str, body: shape.RateIn, follow_code: FollowCode = None
) -> shape.StandOut:
    rating = actions.rate_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        value=body.value,
        words=body.words,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(rating.matter)


@router.post(f"{ONE}/reopen", response=STANDS, summary="Not fixed")
def reopen(
    request: HttpRequest, reference: str, body: shape.WordsIn, follow_code: FollowCode = None
) -> shape.StandOut:
    matter = actions.reopen_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        words=body.words,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(matter)


@router.post(f"{ONE}/separate", response=STANDS, summary="Undo a merging that was wrong")
def separate(request: HttpRequest, reference: str) -> shape.StandOut:
    pk = queries.key_of(reference)
    return stand(actions.separate_matter(actor=actor_of(request), pk=pk, now=clock.now()))


@router.post(f"{ONE}/urge", response=STANDS, summary="Ask to hurry")
def urge(request: HttpRequest, reference: str, follow_code: FollowCode = None) -> shape.StandOut:
    matter = actions.urge_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(matter)


@router.post(f"{ONE}/close", response=STANDS)
def close(request: HttpRequest, reference: str, follow_code: FollowCode = None) -> shape.StandOut:
    matter = actions.close_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(matter)


@router.post(f"{ONE}/withdraw", response=STANDS)
def withdraw(
    request: HttpRequest,
    reference: str,
    body: shape.OptionalWordsIn,
    follow_code: FollowCode = None,
) -> shape.StandOut:
    matter = actions.withdraw_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        reason=body.words,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(matter)
