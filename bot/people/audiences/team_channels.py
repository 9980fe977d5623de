"""Lists teams with the channel that each has for posts, and the channels that can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.audiences.audiences import key_of_channel, singles
from bot.people.audiences.channels import KnownChannel, channels_by_place
from bot.people.identity.organisations import Team, teams_of

NOWHERE = "nowhere"
_UNNAMED = "A channel that I know no name of"


@dataclass(frozen=True, slots=True)
class TeamChannels:
    """Teams by id and channels by place, both in the order of names. `chosen` is each team's channel."""

    teams: Mapping[str, Team]
    places: Mapping[str, str]
    chosen: Mapping[str, str]


async def team_channels_of(session: AsyncSession, organisation_id: str, reader: str) -> TeamChannels:
    """A private channel's name is only for a `reader` who may write there."""
    known = await channels_by_place(session, organisation_id)
    teams = {team.id: team for team in await teams_of(session, organisation_id)}
    theirs = await singles(session, reader)
    names = {
        place: channel.called
        for place, channel in known.items()
        if not channel.is_private or key_of_channel(place) in theirs
    }
    places = {place: name for place, name in names.items() if known[place].gone_at is None}
    return TeamChannels(
        teams, places, {team.id: _channel_name(team, known, names) for team in teams.values()}
    )


def _channel_name(team: Team, known: Mapping[str, KnownChannel], names: Mapping[str, str]) -> str:
    if not team.channel:
        return NOWHERE
    channel = known.get(team.channel)
    name = names.get(team.channel) or (_UNNAMED if channel is None else "A private channel")
    return f"{name}, which is gone" if channel and channel.gone_at else name
