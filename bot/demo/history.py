"""Fills the demo with sixteen past waves of the pulse, through the code of real waves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.colleagues import DemoColleague
from bot.features.pulse.ballots.ballot import cast
from bot.features.pulse.models import Asked, Invited, Wave
from bot.features.pulse.waves.closing import close
from bot.features.pulse.waves.waves import Items, open_wave
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Account, Person
from bot.store.database import Database
from bot.store.sealing import Seal

WAVES = 16
_APART = timedelta(weeks=2)
_TUESDAY = 1


async def live_through(
    database: Database, organisation: Organisation, items: Items, seal: Seal, now: datetime
) -> None:
    """The latest ended before this week, the first about seven months earlier."""
    colleagues = await colleagues_of(database)
    for day in past_days(now.astimezone(ZoneInfo(organisation.time_zone)).date()):
        async with database.write() as session:
            wave = await open_wave(session, organisation, items, seal, slot=f"past:{day}", day=day)
            if wave is None:
                return
            await _answer(session, seal, wave, colleagues)
        await close(database, seal, wave.id)


async def _answer(
    session: AsyncSession, seal: Seal, wave: Wave, colleagues: Mapping[str, DemoColleague]
) -> None:
    item_ids = (await session.scalars(select(Asked.item_id).where(Asked.wave_id == wave.id))).all()
    invited = await session.scalars(select(Invited.person_id).where(Invited.wave_id == wave.id))
    the_day_before = wave.closes_at - timedelta(days=1)
    for person_id in invited.all():
        if colleagues[person_id].takes_part(wave.number):
            points = colleagues[person_id].answers(item_ids, wave.number, WAVES)
            await cast(session, seal, wave.id, person_id, points, the_day_before)


def past_days(today: date) -> Sequence[date]:
    """Tuesdays two weeks apart, the last of them two weeks before the next one to come."""
    coming = today + timedelta(days=(_TUESDAY - today.weekday()) % 7)
    return [coming - _APART * back for back in range(WAVES, 0, -1)]


async def colleagues_of(database: Database) -> dict[str, DemoColleague]:
    """All colleagues by person id, including personas."""
    async with database.read() as session:
        rows = await session.execute(
            select(Person.id, Account.user, Team.name)
            .join(Account, Account.person_id == Person.id)
            .join(Team, Team.id == Person.team_id)
        )
        return {id_: DemoColleague(user, team) for id_, user, team in rows}
