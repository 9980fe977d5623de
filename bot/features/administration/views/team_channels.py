"""Builds the list of teams with their channels, and the form that chooses a channel. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.choosing import chosen, chosen_in
from bot.conversation.message import Buttons, Choice, Facts, Form, Heading, Message, Option, saying, text
from bot.conversation.routes import Faults
from bot.features.administration.actions import CHANGE_TEAM_CHANNEL, SAVE_TEAM_CHANNEL
from bot.people.audiences.team_channels import NOWHERE, TeamChannels
from bot.people.identity.organisations import Team

LABEL, SAVED = "Where teams talk", "Saved. This applies now."
TEAM, CHANNEL = "team", "channel"
GONE = "That team has been removed since. Close this and look again."
_NO_TEAMS = saying('There are no teams yet. Say "import" to bring them in.')
_NO_CHANNELS = (
    "I know of no channel yet in which I am. Add Alongside to a team's channel in Slack, or to its team in Teams: I "
    "know of it by the next morning at the latest."
)


@dataclass(frozen=True, slots=True)
class PickedTeam:
    """The team chosen in the list. None if it no longer exists."""

    team: Team | None

    @classmethod
    def read(cls, values: Mapping[str, str], team_channels: TeamChannels) -> Self:
        """Raises NotOne."""
        names = {id_: team.name for id_, team in team_channels.teams.items()}
        return cls(team_channels.teams.get(chosen_in(TEAM, names, values)))


@dataclass(frozen=True, slots=True)
class ChosenChannel:
    """The team's channel. Empty for none."""

    place: str

    @classmethod
    def read(cls, values: Mapping[str, str], team: Team, team_channels: TeamChannels) -> Self | Faults:
        """Raises NotOne."""
        place = chosen(CHANNEL, _places(team, team_channels), values)
        if place not in (NOWHERE, team.channel, *team_channels.places):
            return Faults({CHANNEL: "Choose one of these."})
        return cls("" if place == NOWHERE else place)


def shown(team_channels: TeamChannels, title: str) -> Message:
    if not team_channels.teams:
        return _NO_TEAMS
    rows = tuple((team.name, team_channels.chosen[id_]) for id_, team in team_channels.teams.items())
    options = tuple(Option(id_, team.name) for id_, team in team_channels.teams.items())
    return Message(
        title,
        (
            Heading(title),
            text("Questions for a team to discuss, and announcements for its channel, are posted there."),
            Facts(rows),
            *(() if team_channels.places else (text(_NO_CHANNELS),)),
            Choice(TEAM, "Which team?", options, options[0].value, is_searched=True),
            Buttons((CHANGE_TEAM_CHANNEL.button("Change where it talks"),)),
        ),
    )


def form(team: Team, team_channels: TeamChannels) -> Form:
    fields = (
        text("Everybody in that channel reads what is posted there. Nobody is written to about this."),
        Choice(
            CHANNEL,
            f"Where does {team.name} talk?",
            _places(team, team_channels),
            initial=team.channel or NOWHERE,
            is_searched=True,
        ),
        text("Private channels are offered only to those who may write to everybody here.", quiet=True),
    )
    return SAVE_TEAM_CHANNEL.form(LABEL, fields, team.id, submit="Save")


def _places(team: Team, team_channels: TeamChannels) -> tuple[Option, ...]:
    offered = {team.channel: team_channels.chosen[team.id]} if team.channel else {}
    options = [Option(place, name) for place, name in (offered | dict(team_channels.places)).items()]
    return (Option(NOWHERE, "Nowhere that I should write to"), *options)
