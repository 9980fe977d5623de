"""Declares what shadowing keeps about people who offer times, come along, or write a reflection."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.features.shadowing.reflection import WrittenReflection, opened, written_by
from bot.features.shadowing.withdrawal import forget_reflections, give_back, withdraw_offers
from bot.people.records.personal_data import Entry, PersonalData


async def _reflections(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    lost = WrittenReflection(("Sealed with a key that isn't here any more",) * 2, as_host=False)
    rows = [(row, opened(session, row) or lost) for row in await written_by(session, person_id)]
    return [
        {"Written": row.written_at}
        | dict(zip(_AS_HOST if written.as_host else _AS_GUEST, written.answers, strict=True))
        for row, written in rows
    ]


_AS_GUEST = ("What you saw", "What you take along")
_AS_HOST = ("How it was for you", "What you would do again, and what not")


PERSONAL_DATA = (
    PersonalData(
        ShadowOffer,
        "Times that you offered to colleagues as a peer worker",
        lambda me: ShadowOffer.person_id == me,
        {
            "starts_at": "Begins",
            "minutes": "Minutes",
            "place": "Where",
            "places": "For how many",
            "colleagues": "Colleagues who see it",
            "team_id": "For the team",
            "made_at": "Offered",
            "cancelled_at": "Cancelled",
        },
        ("id", "organisation_id", "person_id", "counted_at"),
        erased="Times that you offered to colleagues: who wanted to come along is told that it is off, without your name.",
        erase=withdraw_offers,
    ),
    PersonalData(
        ShadowPlace,
        "Times at which you come along with a peer worker",
        lambda me: ShadowPlace.person_id == me,
        {"taken_at": "You took the place"},
        ("offer_id", "person_id"),
        erased="Your places to come along with a peer worker: they are told that a place is free again.",
        erase=give_back,
    ),
    PersonalData(
        ShadowReflection,
        "What you wrote for yourself after coming along, or after somebody came along, which nobody else can see",
        lambda me: ShadowReflection.person_id == me,
        {"written_at": "Written", "sealed": "What you wrote, which is kept sealed"},
        ("person_id", "about"),
        erased="What you wrote for yourself after coming along, or after somebody came along.",
        erase=forget_reflections,
        read=_reflections,
    ),
)
