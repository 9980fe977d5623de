"""The invented organisation: Harbour Mental Health, 64 people in six teams. Seven of them one can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.schedules import add_missing
from bot.people.channels import ListedChannel, Workplace, learn_channel
from bot.people.declaring import declare_peer
from bot.people.organisations import Organisation, Team
from bot.people.people import Account, Person
from bot.people.roles import Role, grant
from bot.platforms.web.people import Persona
from bot.store.database import Database

WORKSPACE = "demo"

PERSONAS = (
    Persona("nurse", "Amara Okafor", "Nurse, Willow ward"),
    Persona("team-leader", "Tom Brennan", "Team leader, Community team east"),
    Persona("director", "Helen Marsh", "Director of nursing"),
    Persona("peer-worker", "Jo Lindqvist", "Peer support worker, Willow ward"),
    Persona("champion", "Priya Nair", "Occupational therapist and peer support champion"),
    Persona("administrator", "Sam Whitlock", "IT services"),
    Persona("new-starter", "Lewis Adeyemi", "Support worker, in his first week"),
)

EXAMPLES = (
    "What does a peer worker do?",
    "Can I ask my peer colleague about their diagnosis?",
    "Will peer workers replace us?",
    "How do I introduce peer support to someone?",
)

# Team, the division it belongs to, and how many people it has besides those one can be.
_TEAMS = (
    ("Willow ward", "Inpatient services", 11),
    ("Rowan ward", "Inpatient services", 10),
    ("Community team east", "Community services", 12),
    ("Community team west", "Community services", 11),
    ("Crisis house", "Community services", 6),
    ("Corporate services", "", 7),
)

_PLACES = {
    "nurse": "Willow ward",
    "peer-worker": "Willow ward",
    "team-leader": "Community team east",
    "champion": "Community team west",
    "director": "Corporate services",
    "administrator": "Corporate services",
    "new-starter": "Rowan ward",
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


async def seed(database: Database, now: datetime) -> Organisation:
    """Everything in one transaction, so that a demo stopped half-way starts afresh."""
    organisation = Organisation(
        name="Harbour Mental Health",
        country="GB",
        region="ENG",
        time_zone="Europe/London",
        contact=(
            "Priya Nair, peer support champion, answers questions about peer work: "
            "ring extension 4120 or call in on Tuesdays."
        ),
        staff_support=[
            {"name": "Harbour staff support", "contact": "Ring 4800", "hours": "Mon-Fri 08:00-20:00"}
        ],
    )
    async with database.write() as session:
        session.add(organisation)
        await session.flush()
        teams = await _add_teams(session, organisation, now)
        for newcomer in _everybody(now.date()):
            await _add(session, organisation, teams, newcomer, now)
        await add_missing(session, organisation.id, now)
    return organisation


async def _add_teams(session: AsyncSession, organisation: Organisation, now: datetime) -> dict[str, Team]:
    """Each with a channel of its own, in which we are."""
    divisions = {name: Team(organisation_id=organisation.id, name=name) for _, name, _ in _TEAMS if name}
    session.add_all(divisions.values())
    await session.flush()
    teams = {
        name: Team(
            organisation_id=organisation.id,
            name=name,
            parent_id=divisions[parent].id if parent else None,
            channel=f"web {WORKSPACE} {_channel_of(name)}",
        )
        for name, parent, _ in _TEAMS
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


def _everybody(today: date) -> Iterator[_Newcomer]:
    long_ago = today - timedelta(days=1000)
    for persona in PERSONAS:
        starts_on = today - timedelta(days=today.weekday()) if persona.user == "new-starter" else long_ago
        yield _Newcomer(persona.user, persona.name, _PLACES[persona.user], starts_on)
    number = 0
    for team, _, size in _TEAMS:
        for _ in range(size):
            number += 1
            yield _Newcomer(f"colleague-{number}", f"Colleague {number}", team, long_ago)


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
