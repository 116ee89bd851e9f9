"""Which topic a vote belongs to, and which option stands at which place on its ballot."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Coalesce

from linli.apps.deliberation.models import Topic, TopicOption


@dataclass(frozen=True, slots=True)
class OnBallot:
    """A topic at the vote: `options` are their numbers in the order of the ballot."""

    topic: int
    reference: str  # of the vote
    options: tuple[int, ...]

    def carried(self, winner: int | None) -> tuple[int, ...]:
        """Return the option at place `winner`; behind the last one stands "none of them".

        >>> ballot = OnBallot(1, "K7M4Q2XD", (1, 3))
        >>> ballot.carried(2), ballot.carried(3), ballot.carried(None)
        ((3,), (), ())
        """
        return self.options[winner - 1 : winner] if winner is not None else ()


def hall_of(topic: int) -> int:
    """Return the hall in which a topic is talked over."""
    return Topic.objects.values_list("hall_id", flat=True).get(pk=topic)


def topic_of_vote(*, owners: int | None = None, residents: int | None = None) -> OnBallot | None:
    """Return the topic that a vote of one of the two engines decides; two queries."""
    found = (
        Topic.objects.filter(owners_vote=owners)
        if owners is not None
        else Topic.objects.filter(residents_vote=residents)
    )
    row = found.values_list(
        "pk", Coalesce("owners_vote__reference", "residents_vote__reference")
    ).first()
    if row is None:
        return None
    pk, reference = row
    rows = TopicOption.objects.filter(topic=pk, withdrawn_at=None).order_by("number")
    return OnBallot(pk, reference, tuple(rows.values_list("number", flat=True)))
