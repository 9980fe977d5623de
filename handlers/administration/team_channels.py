"""Lets an administrator choose the channel in which a team gets its messages."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.administration.actions import CHANGE_TEAM_CHANNEL, SAVE_TEAM_CHANNEL, TEAM_CHANNELS
from bot.features.administration.declarations import MANAGE_SETTINGS
from bot.features.administration.views import team_channels as views
from bot.features.context import Context
from bot.people.audiences.team_channels import NOWHERE, TeamChannels, team_channels_of
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.people import id_behind, known_person

routes = Routes()

_NEEDED = MANAGE_SETTINGS


@routes.word("team channels", needs=_NEEDED)
@routes.on(TEAM_CHANNELS, needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    """Only the administrator sees it, wherever they ask."""
    async with services.database.read() as session:
        return Say(views.shown(await _team_channels(session, request, services), views.LABEL), private=True)


@routes.on(CHANGE_TEAM_CHANNEL, opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        team_channels = await _team_channels(session, request, services)
    team = views.PickedTeam.read(request.values, team_channels).team
    return (
        Open(views.form(team, team_channels))
        if team
        else Say(views.shown(team_channels, views.LABEL), private=True)
    )


@routes.on(SAVE_TEAM_CHANNEL, needs=_NEEDED)
async def save(request: Request, services: Context) -> Reply:
    now = services.clock.now()
    async with services.database.write() as session:
        me = await known_person(session, request.sender)
        team_channels = await team_channels_of(session, services.organisation.id, me.id)
        team = team_channels.teams.get(SAVE_TEAM_CHANNEL.value_of(request))
        if team is None:
            return Faults({"": views.GONE})
        chosen = views.ChosenChannel.read(request.values, team, team_channels)
        if isinstance(chosen, Faults):
            return chosen
        before, team.channel = team.channel, chosen.place
        if before != team.channel:
            details = {"before": before or NOWHERE, "after": team.channel or NOWHERE}
            await record(session, me.id, CHANGED_SETTING, now, team.id, setting=views.LABEL, **details)
        await session.flush()
        now_so = await team_channels_of(session, services.organisation.id, me.id)
    return Say(views.shown(now_so, views.SAVED), private=True)


async def _team_channels(session: AsyncSession, request: Request, services: Context) -> TeamChannels:
    reader = await id_behind(session, request.sender)
    return await team_channels_of(session, services.organisation.id, reader)
