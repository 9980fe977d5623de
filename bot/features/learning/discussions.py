"""Chooses a discussion prompt for each team: the one it hasn't had for longest."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.features.learning.tracks import Tip, Track, Tracks
from bot.people.identity.organisations import Team
from bot.store.database import Table
from bot.store.statements import insert


class TeamPrompt(Table):
    """`slot` is the occasion that the prompt was chosen for."""

    __tablename__ = "team_prompts"

    team_id: Mapped[str] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    tip_id: Mapped[str]
    had_on: Mapped[date]


async def choose_prompts(
    session: AsyncSession, slot: str, day: date, teams: Sequence[str], tracks: Tracks
) -> dict[str, Tip]:
    """One a team: the one it has not had for longest. What a slot has chosen stays."""
    prompts = tracks.of(Track.TEAM_PROMPTS)
    if not prompts:
        return {}
    histories = await _histories(session, teams)
    rows = [
        {"team_id": team, "slot": slot, "had_on": day, "tip_id": _next(team, prompts, histories[team])}
        for team in teams
        if not any(had.slot == slot for had in histories[team])
    ]
    if rows:
        await session.execute(insert(session, TeamPrompt).on_conflict_do_nothing(), rows)
    chosen = await session.execute(
        select(TeamPrompt.team_id, TeamPrompt.tip_id)
        .where(TeamPrompt.slot == slot, TeamPrompt.team_id.in_(teams))
        .order_by(TeamPrompt.team_id)
    )
    return {team: tip for team, tip_id in chosen if (tip := tracks.tips.get(tip_id))}


def _next(team: str, prompts: Sequence[Tip], history: Sequence[TeamPrompt]) -> str:
    """The team's next prompt. Each team has its own order in the first round."""
    latest = {had.tip_id: had.had_on for had in history}
    return min((latest.get(tip.id, date.min), _place(team, tip), tip.id) for tip in prompts)[2]


def _place(team: str, tip: Tip) -> bytes:
    return sha256(f"{team}\n{tip.id}".encode()).digest()


async def _histories(session: AsyncSession, teams: Sequence[str]) -> Mapping[str, list[TeamPrompt]]:
    prompts = await session.scalars(
        select(TeamPrompt).where(TeamPrompt.team_id.in_(teams)).order_by(TeamPrompt.had_on)
    )
    histories: dict[str, list[TeamPrompt]] = {team: [] for team in teams}
    for had in prompts:
        histories[had.team_id].append(had)
    return histories


async def teams_with_a_channel(session: AsyncSession, organisation_id: str) -> Sequence[Team]:
    """Teams with a channel; of several teams with the same one, the first."""
    mine = (Team.organisation_id == organisation_id, Team.channel != "")
    teams = await session.scalars(select(Team).where(*mine).order_by(Team.id))
    return list({team.channel: team for team in reversed(teams.all())}.values())
