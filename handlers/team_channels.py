"""Where teams talk: an administrator chooses the channel in which a team gets what is for all of it."""

from sqlalchemy.ext.asyncio import AsyncSession

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
from bot.people.audit import Act, note
from bot.people.joining import meet
from bot.people.organisations import Team
from bot.people.people import id_behind
from bot.people.permissions import Permission
from bot.people.talking import NOWHERE, Talking, where_teams_talk
from bot.services import Services

routes = Routes()

_NEEDED = Permission.MANAGE_SETTINGS

LABEL = "Where teams talk"
_NO_TEAMS = saying('There are no teams yet. Say "import" to bring them in.')
_NO_CHANNELS = (
    "I know of no channel yet in which I am. Add Alongside to a team's channel in Slack, or to its team in Teams: I "
    "know of it by the next morning at the latest."
)
_GONE = "That team isn't there any more. Close this and look again."


@routes.word("team channels", needs=_NEEDED)
@routes.on("teams", needs=_NEEDED)
async def show(request: Request, services: Services) -> Reply:
    """Only the administrator sees it, wherever they ask."""
    async with services.database.read() as session:
        return Say(_shown(await _talking(session, request, services), LABEL), private=True)


@routes.on("teams.change", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        talking = await _talking(session, request, services)
    team = talking.teams.get(request.values.get("team", ""))
    return Open(_form(team, talking)) if team else Say(_shown(talking, LABEL), private=True)


@routes.on("teams.save", needs=_NEEDED)
async def save(request: Request, services: Services) -> Reply:
    now, place = services.clock.now(), request.values.get("channel", "")
    async with services.database.write() as session:
        me = await meet(session, request.sender, services.organisation, now=now)
        talking = await where_teams_talk(session, services.organisation.id, me.id)
        team = talking.teams.get(request.value)
        if team is None:
            return Faults({"": _GONE})
        if place not in (NOWHERE, team.channel, *talking.places):
            return Faults({"channel": "Choose one of these."})
        before, team.channel = team.channel, "" if place == NOWHERE else place
        if before != team.channel:
            details = {"before": before or NOWHERE, "after": team.channel or NOWHERE}
            await note(session, me.id, Act.CHANGED_SETTING, now, team.id, setting=LABEL, **details)
        await session.flush()
        now_so = await where_teams_talk(session, services.organisation.id, me.id)
    return Say(_shown(now_so, "Saved. This applies now."), private=True)


async def _talking(session: AsyncSession, request: Request, services: Services) -> Talking:
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
            Choice("team", "Which team?", options, initial=options[0].value),
            Buttons((Button("Change where it talks", "teams.change"),)),
        ),
    )


def _form(team: Team, talking: Talking) -> Form:
    offered = {team.channel: talking.chosen[team.id]} if team.channel else {}
    options = [Option(place, name) for place, name in (offered | dict(talking.places)).items()]
    fields = (
        text("Whoever is in that channel reads what is posted there. Nobody is written to about this."),
        Choice(
            "channel",
            f"Where does {team.name} talk?",
            (Option(NOWHERE, "Nowhere that I should write to"), *options),
            initial=team.channel or NOWHERE,
        ),
        text("Private channels are offered only to those who may write to everybody here.", quiet=True),
    )
    return Form("teams.save", LABEL, fields, submit="Save", value=team.id)
