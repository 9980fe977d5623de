"""Declares what learning keeps about a person: the tips they had and their answers."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.learning.progress import TipProgress, erase, forget_peer_tracks
from bot.people.records.personal_data import PersonalData


async def _forget(session: AsyncSession, person_id: str) -> None:
    await erase(session, person_id)
    await forget_peer_tracks(session, person_id)


PERSONAL_DATA = (
    PersonalData(
        TipProgress,
        "Tips that you had, and how you answered their questions",
        lambda me: TipProgress.person_id == me,
        {
            "tip_id": "Tip",
            "repeat": "Its question asked anew (0 is the tip)",
            "had_on": "Meant for",
            "answered": "Your answer was",
            "slot": "Occasion",
        },
        erased="How you answered the questions in our tips.",
        stays="Which tips you had stays, so that none comes twice.",
        erase=_forget,
    ),
)
