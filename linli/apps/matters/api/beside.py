"""What goes with a matter without moving it: adoption, words, photos, notes, contact, corrections."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Status

from linli.apps.matters import actions, queries
from linli.apps.matters.api import schemas as shape
from linli.apps.matters.api.acting import ONE, STANDS
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


@router.post(f"{ONE}/adopt", response=STANDS, summary="Take a report over to one's account")
def adopt(request: HttpRequest, reference: str, body: shape.FollowIn) -> shape.StandOut:
    code = checked(request, body.code) or ""
    pk, actor = queries.key_of(reference), actor_of(request)
    return stand(actions.adopt_matter(actor=actor, pk=pk, follow_code=code, now=clock.now()))


@router.post(f"{ONE}/words", response=STANDS, summary="Say it better, before anybody begins")
def rewrite(
    request: HttpRequest, reference: str, body: shape.WordsIn, follow_code: FollowCode = None
) -> shape.StandOut:
    matter = actions.rewrite_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        words=body.words,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(matter)


@router.post(f"{ONE}/place", response=STANDS, summary="Mend the place, hide the reporter")
def edit(request: HttpRequest, reference: str, body: shape.EditIn) -> shape.StandOut:
    matter = actions.edit_matter(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        spot=spot_of(body.spot) if body.spot is not None else None,
        hide_reporter=body.hide_reporter,
        now=clock.now(),
    )
    return stand(matter)


@router.post(f"{ONE}/photos", response=STANDS)
def add_photos(
    request: HttpRequest, reference: str, body: shape.PhotosIn, follow_code: FollowCode = None
) -> shape.StandOut:
    matter = actions.add_photos(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        keys=tuple(dict.fromkeys(body.keys)),
        is_after=body.is_after,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return stand(matter)


@router.post(f"{ONE}/notes", response={201: shape.NoteOut, **PROBLEMS})
def add_note(request: HttpRequest, reference: str, body: shape.WordsIn) -> Status[shape.NoteOut]:
    note = actions.add_note(
        actor=actor_of(request), pk=queries.key_of(reference), text=body.words, now=clock.now()
    )
    return Status(201, shape.NoteOut(id=str(note.pk)))


@router.post(
    f"{ONE}/contact",
    response={200: shape.ContactOut, **PROBLEMS},
    summary="How to reach the reporter; the look is written down",
)
def reveal_contact(
    request: HttpRequest, reference: str, body: shape.WordsIn, follow_code: FollowCode = None
) -> shape.ContactOut:
    contact = actions.reveal_contact(
        actor=actor_of(request),
        pk=queries.key_of(reference),
        purpose=body.words,
        now=clock.now(),
        follow_code=checked(request, follow_code),
    )
    return shape.ContactOut(name=contact.name, phone=contact.phone)
