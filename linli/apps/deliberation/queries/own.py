"""What is held about somebody in halls: for their copy of it."""

from __future__ import annotations

from typing import Any

from linli.apps.deliberation.models import (
    HallBooking,
    Idea,
    IdeaVoice,
    Topic,
    TopicReview,
    TopicSecond,
)

EXPORTED_MAX = 2000


def export_voices(account: int) -> dict[str, Any]:
    """Return everything that an account has raised, said and booked, as JSON values."""
    topics = Topic.objects.filter(proposer=account).order_by("id")[:EXPORTED_MAX]
    ideas = Idea.objects.filter(author=account).order_by("id")[:EXPORTED_MAX]
    seconds = TopicSecond.objects.filter(account=account).order_by("id")
    voices = IdeaVoice.objects.filter(account=account).order_by("id")
    reviews = TopicReview.objects.filter(account=account).order_by("id")
    bookings = HallBooking.objects.filter(account=account).order_by("id")
    return {
        "topics": [
            {"reference": row.reference, "title": row.title, "words": row.words} for row in topics
        ],
        "ideas": [{"text": row.text, "at": row.at.isoformat()} for row in ideas],
        "seconded": list(seconds.values_list("topic__reference", flat=True)[:EXPORTED_MAX]),
        "voices": [
            {"topic": topic, "idea": number, "value": value}
            for topic, number, value in voices.values_list(
                "idea__topic__reference", "idea__number", "value"
            )[:EXPORTED_MAX]
        ],
        "reviews": [
            {"topic": topic, "is_done": done, "words": words}
            for topic, done, words in reviews.values_list("topic__reference", "is_done", "words")[
                :EXPORTED_MAX
            ]
        ],
        "bookings": [
            {"on": on.isoformat(), "slot": slot, "purpose": purpose}
            for on, slot, purpose in bookings.values_list("on", "slot", "purpose")[:EXPORTED_MAX]
        ],
    }
