"""Declares which pulse data a person can export, and which is only a count and cannot be exported."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import Invited, Wave
from bot.features.pulse.suggestions import Suggestion
from bot.features.pulse.you_said_we_did import WeDid
from bot.people.records.personal_data import Entry, PersonalData, deletes


def _drafts(me: str) -> ColumnElement[bool]:
    return and_(WeDid.person_id == me, WeDid.posted_at.is_(None))


async def _invitations(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    rows = await session.execute(
        select(Wave.number, Wave.opened_on, Wave.audience, Invited.team)
        .join(Wave, Wave.id == Invited.wave_id)
        .where(Invited.person_id == person_id)
        .order_by(Wave.number)
    )
    headings = ("Round of questions", "Opened on", "Asked of", "You counted in")
    return [dict(zip(headings, row, strict=True)) for row in rows]


PERSONAL_DATA = (
    PersonalData(
        Invited,
        "Questions that you were asked, never how you answered",
        lambda me: Invited.person_id == me,
        {"wave_id": "Round of questions", "team": "You counted in"},
        stays="That you were asked our questions, those for single roles too, and in which team you counted, is kept "
        "until their results have been sent, ten days after they close at the latest, and then forgotten.",
        read=_invitations,
    ),
    PersonalData(
        Suggestion,
        "Suggestions in your digests, and what you made of them",
        lambda me: Suggestion.person_id == me,
        {
            "group_key": "Group",
            "item_id": "About the question",
            "made_on": "Made on",
            "outcome": "You said",
            "owner": "Who sees to it",
            "due_on": "Planned until",
            "done_on": "Done on",
        },
        ("id", "person_id", "asked_on"),
        erased="What you said to the suggestions in your digests.",
        erase=deletes(Suggestion, lambda me: Suggestion.person_id == me),
    ),
    PersonalData(
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

WITHOUT_NAME = (
    "How you answered the short questions: answers are sealed without a name until they close, so nobody can "
    "find yours, neither to show nor to erase it. A sealed mark keeps you from answering twice. When the questions "
    "close, answers are counted, and marks and sealed answers destroyed.",
    "Comments to these questions: they are sealed too, kept without a name, and deleted 30 days after the questions "
    "close at the latest.",
)
