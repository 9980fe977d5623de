"""Lets an administrator choose the channel in which a team gets its messages."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.choosing import chosen, chosen_in
from bot.conversation.message import (
    Button,
    Buttons,
    Choice,
    Facts,
    Form,
    Heading,
    Message,
    Option,
    saying,
    text,
)
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.administration.declarations import MANAGE_SETTINGS
from bot.features.context import Context
from bot.people.audiences.team_channels import NOWHERE, Talking, where_teams_talk
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.organisations import Team
from bot.people.identity.people import id_behind

routes = Routes()

_NEEDED = MANAGE_SETTINGS

LABEL = "Where teams talk"
_NO_TEAMS = saying('There are no teams yet. Say "import" to bring them in.')
_NO_CHANNELS = (
    "I know of no channel yet in which I am. Add Alongside to a team's channel in Slack, or to its team in Teams: I "
    "know of it by the next morning at the latest."
)
_GONE = "That team isn't there any more. Close this and look again."


@routes.word("team channels", needs=_NEEDED)
@routes.on("teams", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    """Only the administrator sees it, wherever they ask."""
    async with services.database.read() as session:
        return Say(_shown(await _talking(session, request, services), LABEL), private=True)


@routes.on("teams.change", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        talking = await _talking(session, request, services)
    names = {id_: team.name for id_, team in talking.teams.items()}
    team = talking.teams.get(chosen_in("team", names, request.values))
    return Open(_form(team, talking)) if team else Say(_shown(talking, LABEL), private=True)


@routes.on("teams.save", needs=_NEEDED)
async def save(request: Request, services: Context) -> Reply:
    now = services.clock.now()
    async with services.database.write() as session:
        me = await get_or_create_person(session, request.sender, services.organisation, now=now)
        talking = await where_teams_talk(session, services.organisation.id, me.id)
        team = talking.teams.get(request.value)
        if team is None:
            return Faults({"": _GONE})
        place = chosen("channel", _places(team, talking), request.values)
        if place not in (NOWHERE, team.channel, *talking.places):
            return Faults({"channel": "Choose one of these."})
        before, team.channel = team.channel, "" if place == NOWHERE else place
        if before != team.channel:
            details = {"before": before or NOWHERE, "after": team.channel or NOWHERE}
            await record(session, me.id, CHANGED_SETTING, now, team.id, setting=LABEL, **details)
        await session.flush()
        now_so = await where_teams_talk(session, services.organisation.id, me.id)
    return Say(_shown(now_so, "Saved. This applies now."), private=True)


async def _talking(session: AsyncSession, request: Request, services: Context) -> Talking:
    reader = await id_behind(session, request.sender)
    return await where_teams_talk(session, services.organisation.id, reader)


def _shown(talking: Talking, said: str) -> Message:
    if not talking.teams:
        return _NO_TEAMS
    rows = tuple((team.name, talking.chosen[id_]) for id_, team in talking.teams.items())
    options = tuple(Option(id_, team.name) for id_, team in talking.teams.items())
    return Message(
        said,
        (
            Heading(said),
            text("Questions for a team to discuss, and announcements for its channel, are posted there."),
            Facts(rows),
            *(() if talking.places else (text(_NO_CHANNELS),)),
            Choice("team", "Which team?", options, options[0].value, is_searched=True),
            Buttons((Button("Change where it talks", "teams.change"),)),
        ),
    )


def _places(team: Team, talking: Talking) -> tuple[Option, ...]:
    offered = {team.channel: talking.chosen[team.id]} if team.channel else {}
    options = [Option(place, name) for place, name in (offered | dict(talking.places)).items()]
    return (Option(NOWHERE, "Nowhere that I should write to"), *options)


def _form(team: Team, talking: Talking) -> Form:
    fields = (
        text("Everybody in that channel reads what is posted there. Nobody is written to about this."),
        Choice(
            "channel",
            f"Where does {team.name} talk?",
            _places(team, talking),
            initial=team.channel or NOWHERE,
            is_searched=True,
        ),
        text("Private channels are offered only to those who may write to everybody here.", quiet=True),
    )
    return Form("teams.save", LABEL, fields, submit="Save", value=team.id)
