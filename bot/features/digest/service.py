"""Gathers a leader's digest from the groups they lead, with the suggestion to answer."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.digest.edition import Edition
from bot.features.digest.education import people_reached
from bot.features.digest.parts import Gathered, Section, ToTry
from bot.features.pulse.models import PulseComment
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import Report, latest_wave
from bot.features.pulse.suggestions import (
    Candidate,
    Suggestion,
    SuggestionOutcome,
    coming_back,
    latest,
    suggest,
    weakest_first,
)
from bot.features.pulse.waves.counting import COMMENTS_FROM
from bot.features.pulse.waves.groups import ORGANISATION
from bot.people.access.roles import Role, grants_of
from bot.people.identity.lookup import teams_by_id

# An item is asked once a quarter. After two quarters its result is too old to suggest an action.
_NO_REASON_AFTER = timedelta(weeks=26)

_SETTLED = (SuggestionOutcome.DONE, SuggestionOutcome.NOT_YET, SuggestionOutcome.NOT_FOR_US)


async def groups_led_by(session: AsyncSession, person_id: str) -> list[str]:
    """The organisation first, then teams by name. Teams below these are for their own leaders."""
    held = {g.team_id for g in await grants_of(session, [person_id]) if g.role is Role.LEADER}
    teams = [team for team in await teams_by_id(session) if team in held]
    return [*([ORGANISATION] if None in held else []), *teams]


async def gather(edition: Edition, person_id: str) -> Gathered:
    """Keeps the suggestion that it makes; gathered again for the same day, it is the same."""
    async with edition.database.read() as session:
        groups = await groups_led_by(session, person_id)
    sections = await _sections(edition, groups)
    to_try = await _to_try(edition, person_id, groups, any(section.is_news for section in sections))
    async with edition.database.read() as session:
        comments = await _comments(session, edition) if ORGANISATION in groups else ""
    return Gathered(edition.day, tuple(sections), to_try, edition.coming, edition.asks_peers, comments)


async def _sections(edition: Edition, groups: Sequence[str]) -> list[Section]:
    sections = [await _section(edition, group) for group in groups]
    if ORGANISATION not in groups and any(_has_nothing(section) for section in sections):
        sections.append(await _section(edition, ORGANISATION))
    return sections


def _has_nothing(section: Section) -> bool:
    """No figures of their own in a week with news."""
    headline = section.headline
    return section.is_news and (headline is None or isinstance(headline.latest.result, TooFew))


async def _section(edition: Edition, group: str) -> Section:
    report = await edition.report(group)
    shown = tuple(history for history in report.histories if history.latest.wave in edition.waves)
    async with edition.database.read() as session:
        reached = await people_reached(session, edition.organisation.id, group, edition.now, edition.layers)
    return Section(report, shown, reached, is_news=report.wave in edition.waves)


async def _to_try(edition: Edition, person_id: str, groups: Sequence[str], has_news: bool) -> ToTry | None:
    """A plan whose day has come; else a new one with new figures, or when the last is settled; else the last."""
    if not edition.is_weekly:
        return await _standing(edition, person_id, groups)
    async with edition.database.write() as session:
        returning = await coming_back(session, person_id, edition.day)
        if returning and (returning.outcome is SuggestionOutcome.PLANNED or not has_news):
            returning.asked_on = edition.day
            return await _shown(edition, groups, returning)
        last = await latest(session, person_id)
    if last and not has_news and last.outcome not in _SETTLED:
        return await _shown(edition, groups, last) if last.outcome is SuggestionOutcome.PLANNED else None
    return await _new(edition, person_id, groups)


async def _standing(edition: Edition, person_id: str, groups: Sequence[str]) -> ToTry | None:
    """The last one, as it is; the first where there is none yet."""
    async with edition.database.read() as session:
        last = await latest(session, person_id)
    return await _shown(edition, groups, last) if last else await _new(edition, person_id, groups)


async def _new(edition: Edition, person_id: str, groups: Sequence[str]) -> ToTry | None:
    weakest = await _weakest(edition, groups)
    async with edition.database.write() as session:
        made = await suggest(session, person_id, edition.day, weakest)
    return await _shown(edition, groups, made) if made else None


async def with_answered(
    edition: Edition, person_id: str, answered: Suggestion, *, with_figures: bool
) -> Gathered:
    """The suggestion and the coming events, for the message that replaces the answered one."""
    async with edition.database.read() as session:
        groups = await groups_led_by(session, person_id)
        comments = await _comments(session, edition) if ORGANISATION in groups else ""
    sections = await _sections(edition, groups)
    if not with_figures:
        sections = [Section(section.report, reached=section.reached) for section in sections]
    to_try = await _shown(edition, groups, answered)
    return Gathered(edition.day, tuple(sections), to_try, edition.coming, edition.asks_peers, comments)


async def _shown(edition: Edition, groups: Sequence[str], suggestion: Suggestion) -> ToTry | None:
    """None if its item was removed from the content since."""
    if suggestion.item_id not in edition.items:
        return None
    async with edition.database.read() as session:
        names = {ORGANISATION: edition.organisation.name, **await teams_by_id(session)}
    return ToTry(
        suggestion.id,
        edition.items[suggestion.item_id],
        names.get(suggestion.group_key, edition.organisation.name),
        is_borrowed=suggestion.group_key == ORGANISATION and ORGANISATION not in groups,
        outcome=suggestion.outcome,
        is_asked=edition.is_weekly and suggestion.asked_on == edition.day,
        owner=suggestion.owner,
        due_on=suggestion.due_on if suggestion.outcome is SuggestionOutcome.PLANNED else None,
    )


async def _weakest(edition: Edition, groups: Sequence[str]) -> list[Candidate]:
    """Their own groups' before the organisation's as a whole."""
    own = [c for group in groups for c in _candidates(edition, await edition.report(group))]
    borrowed = [] if ORGANISATION in groups else _candidates(edition, await edition.report(ORGANISATION))
    return [*weakest_first(own), *weakest_first(borrowed)]


def _candidates(edition: Edition, report: Report) -> list[Candidate]:
    return [
        Candidate(report.group, history.item.id, history.latest.result)
        for history in report.histories
        if history.latest.closed_on >= edition.day - _NO_REASON_AFTER
    ]


async def _comments(session: AsyncSession, edition: Edition) -> str:
    """The latest wave of everyone, if it has enough of them for anybody to read."""
    wave = await latest_wave(session, edition.organisation.id)
    if wave is None or wave.number not in edition.waves:
        return ""
    count = await session.scalar(select(func.count()).where(PulseComment.wave_id == wave.id)) or 0
    return wave.id if count >= COMMENTS_FROM else ""
