"""Plans the teams that an imported list names, as a tree: which are new, and which move."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.inbound_text import folded_name
from bot.core.content_files import Fault
from bot.core.natural_order import natural_key
from bot.people.directory.people_sheet import Sheet
from bot.people.identity.organisations import Team
from bot.store.types import new_id


@dataclass(slots=True)
class TeamPlan:
    """`key` is the name in folded case. Teams, known and new, each after its parent."""

    key: str
    id: str
    name: str
    parent_id: str | None = None
    is_new: bool = False
    is_moved: bool = False


async def plan_teams(
    session: AsyncSession, sheet: Sheet, organisation_id: str
) -> tuple[list[TeamPlan], list[Fault]]:
    rows = await session.scalars(
        select(Team).where(Team.organisation_id == organisation_id).order_by(Team.id)
    )
    known = [TeamPlan(folded_name(team.name), team.id, team.name, team.parent_id) for team in rows]
    teams = {team.key: team for team in known}
    parents: dict[str, tuple[str, int]] = {}
    faults = []
    for row in sheet.rows:
        name, above = row.cells.get("team", ""), row.cells.get("parent_team", "")
        for mentioned in filter(None, (name, above)):
            teams.setdefault(
                folded_name(mentioned), TeamPlan(folded_name(mentioned), new_id(), mentioned, is_new=True)
            )
        if not above:
            continue
        parent, line = parents.setdefault(folded_name(name), (above, row.line))
        if folded_name(parent) != folded_name(above):
            what = f"{name} is below {above} here, and below {parent} on line {line}."
            faults.append(Fault(sheet.path, row.line, what, "A team has one parent_team: mend one of them."))
    return _ordered(teams, parents, faults, sheet.path), faults


def _ordered(
    teams: dict[str, TeamPlan], parents: dict[str, tuple[str, int]], faults: list[Fault], path: str
) -> list[TeamPlan]:
    """Parents first, so that each can be written after the one it refers to."""
    for key, (above, _) in parents.items():
        team, parent_id = teams[key], teams[folded_name(above)].id
        team.is_moved = not team.is_new and team.parent_id != parent_id
        team.parent_id = parent_id
    ordered: dict[str, TeamPlan] = {}
    waiting = list(teams.values())
    while waiting:
        ready = [team for team in waiting if team.parent_id is None or team.parent_id in ordered]
        if not ready:
            faults.append(_circle(waiting, parents, path))
            return [*ordered.values(), *waiting]
        ordered |= {team.id: team for team in ready}
        waiting = [team for team in waiting if team.id not in ordered]
    return list(ordered.values())


def _circle(waiting: list[TeamPlan], parents: dict[str, tuple[str, int]], path: str) -> Fault:
    relations = [parents[team.key] for team in waiting if team.key in parents]
    names = ", ".join(sorted((team.name for team in waiting), key=natural_key))
    line = max((line for _, line in relations), default=1)
    return Fault(path, line, f"these teams are above each other in a circle: {names}.", "Mend a parent_team.")
