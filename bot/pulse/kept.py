"""What this room keeps about a person, and what it can't tell anybody because it is only a count."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.kept import Entry, Kept, deletes
from bot.pulse.suggestions import Suggestion
from bot.pulse.tables import Invited, Wave
from bot.pulse.we_did import WeDid


def _drafts(me: str) -> ColumnElement[bool]:
    return and_(WeDid.person_id == me, WeDid.posted_at.is_(None))


async def _asked(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    found = await session.execute(
        select(Wave.number, Wave.opened_on, Wave.audience, Invited.team)
        .join(Wave, Wave.id == Invited.wave_id)
        .where(Invited.person_id == person_id)
        .order_by(Wave.number)
    )
    headings = ("Round of questions", "Opened on", "Asked of", "You counted in")
    return [dict(zip(headings, row, strict=True)) for row in found]


KEPT = (
    Kept(
        Invited,
        "Questions that you were asked, never how you answered",
        lambda me: Invited.person_id == me,
        {"wave_id": "Round of questions", "team": "You counted in"},
        stays="That you were asked our questions, those for single roles too, and in which team you counted, stays as "
        "long as their figures, which is two years or more: without it, somebody could work out from two figures what "
        "a single person answered.",
        read=_asked,
    ),
    Kept(
        Suggestion,
        "Suggestions in your digests, and what you made of them",
        lambda me: Suggestion.person_id == me,
        {"group_key": "Group", "item_id": "About the question", "made_on": "Made on", "outcome": "You said"},
        ("id", "person_id"),
        erased="What you said to the suggestions in your digests.",
        erase=deletes(Suggestion, lambda me: Suggestion.person_id == me),
    ),
    Kept(
        WeDid,
        "What you wrote as “you said, we did”",
        lambda me: WeDid.person_id == me,
        {"group_key": "For", "said": "You said", "did": "We did", "posted_at": "Posted"},
        ("id", "organisation_id", "person_id"),
        erased="Drafts of “you said, we did” that you didn't post.",
        stays="What you posted stays: colleagues have it. You can take it back where you posted it.",
        erase=deletes(WeDid, _drafts),
    ),
)

COUNTED = (
    "How you answered this fortnight's questions: each answer only adds to a count, so nobody can find yours again, "
    "neither to show nor to erase it. While the questions are open, a sealed mark keeps you from answering twice; "
    "it is deleted when they close.",
    "Comments to these questions: they are kept without a name, and deleted 30 days after the questions close at the "
    "latest.",
)
