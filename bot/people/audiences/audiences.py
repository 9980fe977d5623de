"""Audiences: which ones somebody may write to, and who is in each. Each has a key:

    everyone                          all who work here
    team:<id>                         a team, with all teams below it
    role:<role>                       who was given it
    group:<id>                        a platform's own group
    channel:<platform>|<workspace>|<id>   the readers of a channel: nobody in particular
    saved:<id>                        several of these together, or who is in all of several

No audience includes leavers, guests or bots. People's own declarations (`peer_declaration.py`) make no audience, so
that no message can be chosen, counted or named by them.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Option
from bot.people.access.roles import GRANTED, Grant, Role
from bot.people.access.scopes import Scope, scope_of, with_sub_teams
from bot.people.audiences.audience_key import AudienceKey, Channel
from bot.people.audiences.channels import KnownChannel, channels_by_place
from bot.people.audiences.saved_audiences import Combination, SavedAudience, saved_in
from bot.people.audiences.user_groups import GroupMember, UserGroup, groups_of
from bot.people.identity.organisations import Organisation, Team, teams_of
from bot.people.identity.people import Account, Person
from bot.people.identity.platform_names import platform_label

EVERYONE = "everyone"

# The first for which every platform has room beside the name.
_IN_CHANNEL = (
    ": one message in the channel, which everyone in it can see",
    ": one message, which everyone there sees",
    "",
)
_ROOM = 75
_GONE = "An audience that is no longer there"
_ALL = Scope(is_everything=True)


async def choices(session: AsyncSession, person_id: str) -> tuple[Option, ...]:
    """The audiences that this person may write to as a champion: keys and names."""
    person = await session.get(Person, person_id)
    if person is None:
        return ()
    single = await singles(session, person_id)
    saved = await saved_in(session, person.organisation_id)
    offered = [
        Option(str(AudienceKey("saved", audience.id)), audience.name)
        for audience in saved
        if single.keys() >= audience.combination.named
    ]
    return (*offered, *options_of(single))


def options_of(single: Mapping[str, str]) -> tuple[Option, ...]:
    """Names by key, to choose from; of a channel with what it means to write there."""
    return tuple(Option(key, _explained(name) if is_channel(key) else name) for key, name in single.items())


def _explained(name: str) -> str:
    return name + next(means for means in _IN_CHANNEL if len(name + means) <= _ROOM or not means)


def is_channel(key: str) -> bool:
    return AudienceKey.parse(key).channel is not None


async def singles(session: AsyncSession, person_id: str) -> dict[str, str]:
    """Names by key of all audiences that they may write to, without saved ones."""
    person = await session.get(Person, person_id)
    scope = await scope_of(session, person_id, Role.CHAMPION)
    if person is None or not scope:
        return {}
    organisation = await session.get_one(Organisation, person.organisation_id)
    wide = await _for_all(session, organisation) if scope.is_everything else {}
    return (
        wide
        | await _teams(session, organisation.id, scope)
        | await _channels(session, organisation.id, scope)
    )


async def may_write_to(session: AsyncSession, person_id: str, key: str) -> bool:
    """False for what isn't there, too. Writing to a saved audience needs permission for all in it."""
    single = await singles(session, person_id)
    saved = await saved_behind(session, key)
    return bool(single) and single.keys() >= (saved.combination.named if saved else {key})


async def people_of(session: AsyncSession, organisation_id: str, key: str) -> Sequence[str]:
    """Their ids, in order. None for a channel."""
    who = (_works_in(organisation_id), await _among(session, key))
    return (await session.scalars(select(Person.id).where(*who).order_by(Person.id))).all()


async def count_of(session: AsyncSession, organisation_id: str, key: str) -> int:
    """The number of different people."""
    who = (_works_in(organisation_id), await _among(session, key))
    counted = await session.scalar(select(func.count(Person.id)).where(*who))
    return counted or 0


async def channels_of(session: AsyncSession, key: str) -> Sequence[Channel]:
    """Most audiences have none."""
    saved = await saved_behind(session, key)
    keys = map(AudienceKey.parse, saved.keys if saved else [key])
    return [key.channel for key in keys if key.channel]


async def name_of(session: AsyncSession, organisation: Organisation, key: str, reader: str) -> str:
    """The name, also of a removed saved audience. Of anything else that is gone, that it is gone.

    People who may write to a private channel see its name; any other `reader` learns only that it is private.
    """
    if saved := await saved_behind(session, key):
        return saved.name
    if is_channel(key):
        return await _name_of_channel(session, organisation.id, key, reader)
    names = await _for_all(session, organisation) | await _teams(session, organisation.id, _ALL)
    return names.get(key, _GONE)


async def _name_of_channel(session: AsyncSession, organisation_id: str, key: str, reader: str) -> str:
    known = (await channels_by_place(session, organisation_id)).get(str(AudienceKey.parse(key).channel))
    names = await _channels(session, organisation_id, _ALL)
    if known and known.is_private and key in names and not await may_write_to(session, reader, key):
        return f"A private channel ({platform_label(known.platform)})"
    return names.get(key, _GONE)


async def saved_behind(session: AsyncSession, key: str) -> SavedAudience | None:
    """None for any other audience."""
    parsed = AudienceKey.parse(key)
    return await session.get(SavedAudience, parsed.rest) if parsed.kind == "saved" else None


async def _for_all(session: AsyncSession, organisation: Organisation) -> dict[str, str]:
    names = {EVERYONE: f"Everyone at {organisation.name}"}
    names |= {str(AudienceKey("role", role)): f"All {role}s" for role in GRANTED}
    groups = await groups_of(session, organisation.id)
    return names | {str(AudienceKey("group", group.id)): _in_words(group) for group in groups}


async def _teams(session: AsyncSession, organisation_id: str, scope: Scope) -> dict[str, str]:
    teams = await teams_of(session, organisation_id)
    above = {team.parent_id for team in teams}
    return {
        str(AudienceKey("team", team.id)): f"{team.name}, with its teams" if team.id in above else team.name
        for team in teams
        if scope.covers(team.id)
    }


async def _channels(session: AsyncSession, organisation_id: str, scope: Scope) -> dict[str, str]:
    """People who may write to everyone may write to all channels; others to channels of only their own teams."""
    known = await channels_by_place(session, organisation_id)
    teams = [team for team in await teams_of(session, organisation_id) if team.channel]
    others = {team.channel for team in teams if not scope.covers(team.id)}
    names = {team.channel: f"The channel of {team.name}" for team in reversed(teams)}
    names = {place: name for place, name in reversed(names.items()) if place not in others}
    names |= {
        place: channel.called for place, channel in known.items() if place in names or scope.is_everything
    }
    return {key_of_channel(place): name for place, name in names.items() if not _is_gone(known.get(place))}


def _is_gone(channel: KnownChannel | None) -> bool:
    return channel is not None and channel.gone_at is not None


def key_of_channel(place: str) -> str:
    """An audience's, for a channel as teams keep it."""
    return str(AudienceKey.of_channel(Channel.parse(place)))


def _in_words(group: UserGroup) -> str:
    return f"{group.name} (a group on {platform_label(group.platform)})"


async def _among(session: AsyncSession, key: str) -> ColumnElement[bool]:
    rest = AudienceKey.parse(key).rest
    match AudienceKey.parse(key).kind:
        case "everyone":
            return true()
        case "team":
            return Person.team_id.in_(await with_sub_teams(session, [rest]))
        case "role":
            held = select(Grant.person_id).where(Grant.role == rest)
            return Person.id.in_(held) if rest in GRANTED else false()
        case "group":
            return Person.id.in_(select(GroupMember.person_id).where(GroupMember.group_id == rest))
        case "saved":
            saved = await saved_behind(session, key)
            return await _combined(session, saved.combination) if saved else false()
        case _:
            return false()


async def _combined(session: AsyncSession, of: Combination) -> ColumnElement[bool]:
    """Selects nobody if an excluded group no longer exists, so that its people get nothing."""
    if not of.keys or not all([await _is_there(session, key) for key in of.but_not]):
        return false()
    parts = [await _among(session, key) for key in of.keys]
    among = and_(*parts) if of.takes_all else or_(*parts)
    others = or_(false(), *[await _among(session, key) for key in of.but_not])
    # By id, because in SQL a person without a team (NULL) is neither in this one nor not in it.
    return and_(among, Person.id.not_in(select(Person.id).where(others)))


async def _is_there(session: AsyncSession, key: str) -> bool:
    parsed = AudienceKey.parse(key)
    table = {"team": Team, "group": UserGroup}.get(parsed.kind)
    return table is None or await session.get(table, parsed.rest) is not None


def _works_in(organisation_id: str) -> ColumnElement[bool]:
    """Staff whom we can write to, or who are in the list of people and have no account yet."""
    theirs = Account.person_id == Person.id
    has_one, has_open = (
        select(Account.id).where(theirs),
        select(Account.id).where(theirs, Account.unreachable_since.is_(None), Account.closed_on.is_(None)),
    )
    here = and_(
        Person.organisation_id == organisation_id, Person.left_on.is_(None), Person.is_staff.is_(True)
    )
    return and_(here, or_(~has_one.exists(), has_open.exists()))
