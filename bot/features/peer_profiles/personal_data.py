"""Declares what the directory keeps about a peer worker who wrote an entry."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.own_entry import opened_draft
from bot.features.peer_profiles.support.models import PeerDecline, PeerRequest
from bot.features.peer_profiles.withdrawal import forget_asked, withdraw
from bot.people.records.personal_data import Entry, PersonalData, deletes, entry_of_row

_REQUEST = {
    "soon": "How soon",
    "stage": "Stage",
    "times": "Times",
    "asked_at": "Asked",
    "closed_at": "Closed",
}
_HIDDEN = (
    "id",
    "organisation_id",
    "asker_id",
    "directed_to",
    "pool_team_id",
    "taken_by",
    "offers",
    "look_at",
    "taken_at",
    "told_at",
)

_ENTRY = {
    "is_published": "Others see it",
    "name": "Name shown",
    "expertise": "What you know about",
    "languages": "Languages",
    "settings": "Where you work",
    "ways": "How you meet people",
    "days": "Days",
    "not_offered": "What you don't do",
    "how_to_ask": "How you like to be asked",
    "colleagues": "Colleagues who see it",
    "team_id": "For the team",
    "on_page": "On the page for people who use the service",
    "changed_at": "Written",
}


async def _entries(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    """The draft first, with its words unsealed."""
    theirs = select(PeerProfile).where(PeerProfile.person_id == person_id).order_by(PeerProfile.is_published)
    rows = (await session.scalars(theirs)).all()
    return [entry_of_row(opened_draft(session, row) or row, _ENTRY) for row in rows]


PERSONAL_DATA = (
    PersonalData(
        PeerProfile,
        "Your entry among the peer workers, and what you still write of it",
        lambda me: PeerProfile.person_id == me,
        _ENTRY,
        ("person_id", "encoder", "vectors", "announced", "sealed"),
        erased="Your entry among the peer workers, published or not: nobody sees it any more.",
        stays="A page for people who use the service that was printed or copied before stays where it is.",
        erase=withdraw,
        read=_entries,
    ),
    PersonalData(
        PeerRequest,
        "Requests for peer support that you made",
        lambda me: PeerRequest.asker_id == me,
        {"purpose": "For", **_REQUEST},
        _HIDDEN,
        erased="Requests for peer support that you made: nobody can take them any more.",
        stays="What peer workers already have of them in their chat stays there.",
        erase=forget_asked,
    ),
    PersonalData(
        PeerRequest,
        "Requests for peer support that were made to you, or that you took",
        lambda me: or_(PeerRequest.directed_to == me, PeerRequest.taken_by == me),
        {"purpose": "For", **_REQUEST},
        _HIDDEN,
        erased="That requests for peer support were made to you: messages of them disappear, and the colleague who asked "
        "reads that you can't be asked any more.",
        erase=withdraw,
    ),
    PersonalData(
        PeerDecline,
        "Requests for peer support that you said no to",
        lambda me: PeerDecline.person_id == me,
        {"request_id": "Our number for the request"},
        erased="That you said no to requests for peer support.",
        erase=deletes(PeerDecline, lambda me: PeerDecline.person_id == me),
    ),
)
