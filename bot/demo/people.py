"""Seeds the demo's people: staff of its teams, and eight personas that a visitor can act as."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.schedules import add_missing
from bot.demo.organisation import DemoOrganisation
from bot.features import DEFAULT_SCHEDULES
from bot.features.settings.views import starters
from bot.people.access.roles import Role, grant
from bot.people.audiences.channels import ListedChannel, Workplace, learn_channel
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Account, Person
from bot.platforms.web.directory import Persona
from bot.store.database import Database

WORKSPACE = "demo"

# Of somebody who has to be convinced.
_A_SCEPTIC_ASKS = (
    "Does peer support work?",
    "Will peer workers replace us?",
    "What if a peer worker becomes unwell?",
)

PERSONAS = (
    Persona("nurse", "Amara Okafor", "Nurse, Willow ward"),
    Persona(
        "team-leader", "Tom Brennan", "Team leader, Community team east", starters.starters([Role.LEADER])
    ),
    Persona("director", "Helen Marsh", "Director of nursing", starters.starters([Role.LEADER])),
    Persona("peer-worker", "Jo Lindqvist", "Peer support worker, Willow ward", starters.PEER_WORKERS),
    Persona(
        "champion",
        "Priya Nair",
        "Occupational therapist and peer support champion",
        starters.starters([Role.CHAMPION]),
    ),
    Persona("administrator", "Sam Whitlock", "IT services", starters.starters([Role.ADMINISTRATOR])),
    Persona("new-starter", "Lewis Adeyemi", "Support worker, in his first week"),
    Persona("consultant", "Dr Ruth Halloran", "Consultant psychiatrist, Rowan ward", _A_SCEPTIC_ASKS),
)

EXAMPLES = starters.EVERYBODY

_PLACES = {
    "nurse": "Willow ward",
    "peer-worker": "Willow ward",
    "team-leader": "Community team east",
    "champion": "Community team west",
    "director": "Corporate services",
    "administrator": "Corporate services",
    "new-starter": "Rowan ward",
    "consultant": "Rowan ward",
}

# With True, for the whole organisation; else for the person's team.
_ROLES = {
    "team-leader": ((Role.LEADER, False), (Role.SUPERVISOR, False)),
    "director": ((Role.LEADER, True), (Role.EDITOR, True)),
    "champion": ((Role.CHAMPION, True), (Role.EDITOR, True)),
    "administrator": ((Role.ADMINISTRATOR, True),),
}


@dataclass(frozen=True, slots=True)
class _Newcomer:
    user: str
    name: str
    team: str
    starts_on: date


def personas_of(demo: DemoOrganisation) -> tuple[Persona, ...]:
    """Harbour's, with the names that a file gives them."""
    return tuple(
        replace(p, name=demo.personas[p.user].name, about=demo.personas[p.user].about)
        if p.user in demo.personas
        else p
        for p in PERSONAS
    )


def _team_of(demo: DemoOrganisation, user: str) -> str:
    """A file may name other teams. People whom it doesn't place are then in its first team."""
    if user in demo.personas:
        return demo.personas[user].team
    names = [team.name for team in demo.teams]
    return _PLACES[user] if _PLACES[user] in names else names[0]


async def seed(database: Database, demo: DemoOrganisation, now: datetime) -> Organisation:
    """Seeds all people in one transaction, so that an interrupted start begins again."""
    organisation = Organisation(
        name=demo.name,
        country=demo.country,
        region=demo.region,
        time_zone=demo.time_zone,
        contact=demo.contact,
        staff_support=[line.model_dump() for line in demo.staff_support],
    )
    async with database.write() as session:
        session.add(organisation)
        await session.flush()
        teams = await _add_teams(session, demo, organisation, now)
        for newcomer in _everybody(demo, now.date()):
            await _add(session, organisation, teams, newcomer, now)
        await add_missing(session, organisation.id, now, DEFAULT_SCHEDULES)
    return organisation


async def _add_teams(
    session: AsyncSession, demo: DemoOrganisation, organisation: Organisation, now: datetime
) -> dict[str, Team]:
    """Adds teams, each with its own channel, which the bot is in."""
    named = sorted({team.division for team in demo.teams if team.division})
    divisions = {name: Team(organisation_id=organisation.id, name=name) for name in named}
    session.add_all(divisions.values())
    await session.flush()
    teams = {
        team.name: Team(
            organisation_id=organisation.id,
            name=team.name,
            parent_id=divisions[team.division].id if team.division else None,
            channel=f"web {WORKSPACE} {_channel_of(team.name)}",
        )
        for team in demo.teams
    }
    session.add_all(teams.values())
    await session.flush()
    for name in teams:
        key = _channel_of(name)
        at = Workplace(organisation.id, "web", WORKSPACE)
        await learn_channel(session, at, ListedChannel(key, f"#{key}"), now)
    return teams


def _channel_of(team: str) -> str:
    return team.lower().replace(" ", "-")


def _everybody(demo: DemoOrganisation, today: date) -> Iterator[_Newcomer]:
    long_ago = today - timedelta(days=1000)
    for persona in personas_of(demo):
        starts_on = today - timedelta(days=today.weekday()) if persona.user == "new-starter" else long_ago
        yield _Newcomer(persona.user, persona.name, _team_of(demo, persona.user), starts_on)
    number = 0
    for team in demo.teams:
        for _ in range(team.people):
            number += 1
            yield _Newcomer(f"colleague-{number}", f"Colleague {number}", team.name, long_ago)


async def _add(
    session: AsyncSession,
    organisation: Organisation,
    teams: dict[str, Team],
    newcomer: _Newcomer,
    now: datetime,
) -> None:
    person = Person(
        organisation_id=organisation.id,
        name=newcomer.name,
        team_id=teams[newcomer.team].id,
        starts_on=newcomer.starts_on,
    )
    session.add(person)
    await session.flush()
    session.add(Account(person_id=person.id, platform="web", workspace=WORKSPACE, user=newcomer.user))
    for role, is_everywhere in _ROLES.get(newcomer.user, ()):
        team_id = None if is_everywhere else person.team_id
        await grant(session, person.id, role, team_id, granted_by=None, now=now)
    if newcomer.user in ("peer-worker", "colleague-1"):
        await declare_peer(session, person.id, now)
