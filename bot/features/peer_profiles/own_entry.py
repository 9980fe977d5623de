"""The directory's service for a peer worker's own entry. No method accepts another person's name or id.

The words of what isn't published are sealed under the master key: the database alone shows them to nobody.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.core.errors import UserFacingError
from bot.features.peer_profiles.models import WRITTEN, PeerProfile
from bot.features.peer_profiles.searchable import Vectors, packed
from bot.features.peer_profiles.withdrawal import withdraw
from bot.people.audiences.chosen_colleagues import AudiencePreview, Colleagues, organisation_of, team_of
from bot.people.identity.lookup import looking_like
from bot.people.identity.organisations import Team
from bot.people.identity.people import NotKnownHere, Person, staff_behind
from bot.store.database import Database, seal_of
from bot.store.sealing import Unsealable


class ChangedMeanwhile(UserFacingError):
    """The draft changed after the preview."""

    def __init__(self) -> None:
        super().__init__("Your entry was changed meanwhile, so nothing was published. Look at it again.")


@dataclass(frozen=True, slots=True)
class Own:
    """`draft` is what only they see, `published` what others do. `name` is how colleagues know them.

    `pool` is the team whose peer workers colleagues can ask, with this person among them; empty for none.
    """

    name: str
    draft: PeerProfile | None
    published: PeerProfile | None
    team: AudiencePreview | None
    organisation: AudiencePreview
    pool: str = ""

    @property
    def newest(self) -> PeerProfile | None:
        return self.draft or self.published


@dataclass(frozen=True, slots=True)
class OwnEntries:
    database: Database
    clock: Clock

    async def of(self, sender: Sender) -> Own:
        async with self.database.read() as session:
            me = await _me(session, sender)
            draft, published = [await _row(session, me.id, is_published=each) for each in (False, True)]
            draft = opened_draft(session, draft) if draft else None
            chosen = published.team_id if published and published.team_id else me.team_id
            team = await session.get(Team, me.team_id) if me.team_id else None
            return Own(
                me.name,
                draft,
                published,
                await team_of(session, me, chosen),
                await organisation_of(session, me),
                team.name if team else "",
            )

    async def is_anothers(self, sender: Sender, name: str) -> bool:
        """Whether a name looks like one by which colleagues know somebody else, and not its writer: or an e-mail."""
        async with self.database.read() as session:
            me = await _me(session, sender)
            called = Person.id.in_(await looking_like(session, name))
            here = select(Person.id).where(called, Person.organisation_id == me.organisation_id)
            colleagues = (await session.scalars(here)).all()
            return bool(colleagues) and me.id not in colleagues

    async def write(self, sender: Sender, written: dict[str, str]) -> None:
        """Saved for their eyes only: what is published stays as it is until they publish again."""
        async with self.database.write() as session:
            me = await _me(session, sender)
            await _replace(
                session,
                [await _row(session, me.id, is_published=False)],
                sealed_draft(session, me.id, self.clock.now(), written),
            )

    async def publish(
        self,
        sender: Sender,
        version: str,
        colleagues: Colleagues,
        *,
        on_page: bool,
        index: tuple[str, Vectors],
    ) -> str:
        """Publishes exactly the previewed text (`version`) to the chosen audience; NOBODY hides it.

        Returns the person's id. `index` is the encoder's name and the text's vectors. Raises ChangedMeanwhile.
        """
        async with self.database.write() as session:
            me = await _me(session, sender)
            draft, published = [await _row(session, me.id, is_published=each) for each in (False, True)]
            text = (opened_draft(session, draft) if draft else None) or published
            if text is None or text.version != version:
                raise ChangedMeanwhile
            row = sealed_draft(session, me.id, text.changed_at, text.written)
            if colleagues is not Colleagues.NOBODY or on_page:
                row = PeerProfile(person_id=me.id, changed_at=text.changed_at, **text.written)
                row.is_published, row.colleagues, row.on_page = True, colleagues, on_page
                row.encoder, row.vectors = index[0], packed(index[1])
            if published and published.on_page:
                row.announced = published.announced
            if colleagues is Colleagues.TEAM:
                chosen = published.team_id if published and published.team_id else me.team_id
                row.team_id = chosen
            await _replace(session, [draft, published], row)
            return me.id

    async def withdraw(self, sender: Sender) -> str:
        """Deletes the entry and the draft at once, everywhere. Returns the person's id."""
        async with self.database.write() as session:
            me = await _me(session, sender)
            await withdraw(session, me.id)
            return me.id


async def _me(session: AsyncSession, sender: Sender) -> Person:
    me = await staff_behind(session, sender)
    if me is None:
        raise NotKnownHere(so="there can be no entry")
    return me


async def _row(session: AsyncSession, person_id: str, *, is_published: bool) -> PeerProfile | None:
    return await session.get(PeerProfile, (person_id, is_published))


async def _replace(session: AsyncSession, before: Sequence[PeerProfile | None], row: PeerProfile) -> None:
    for each in filter(None, before):
        await session.delete(each)
    await session.flush()
    session.add(row)


def sealed_draft(
    session: AsyncSession, person_id: str, changed_at: datetime, written: Mapping[str, str]
) -> PeerProfile:
    """A row to store. Its columns of words are empty."""
    sealed = seal_of(session).close(json.dumps(written).encode())
    return PeerProfile(person_id=person_id, name="", changed_at=changed_at, sealed=sealed)


def opened_draft(session: AsyncSession, row: PeerProfile) -> PeerProfile | None:
    """A copy with its words, never to be stored. A row of an older release is returned as it is.

    None if no key opens it.
    """
    if row.sealed is None:
        return row
    try:
        written: dict[str, str] = json.loads(seal_of(session).open(row.sealed))
    except Unsealable:
        return None
    opened = PeerProfile(person_id=row.person_id, changed_at=row.changed_at)
    opened.is_published, opened.colleagues, opened.on_page = False, Colleagues.NOBODY, False
    for column in WRITTEN:
        setattr(opened, column, written.get(column, ""))
    return opened


async def seal_drafts(session: AsyncSession) -> None:
    """Seals drafts that an older release stored as text."""
    as_text = (PeerProfile.is_published.is_(False), PeerProfile.sealed.is_(None))
    rows = (await session.scalars(select(PeerProfile).where(*as_text))).all()
    for row in rows:
        sealed = sealed_draft(session, row.person_id, row.changed_at, row.written)
        await session.delete(row)
        await session.flush()
        session.add(sealed)
