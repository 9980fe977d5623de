"""Shows leaders the digest, and everyone the results; records a leader's answer to the suggestion."""

from dataclasses import replace
from datetime import timedelta
from secrets import token_hex

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation_memory import place_of
from bot.features.context import Context
from bot.features.digest.actions import (
    ANSWER_SUGGESTION,
    DIGEST,
    PLAN,
    READ_COMMENTS,
    SAVE_PLAN,
    ShownSuggestion,
)
from bot.features.digest.comments import comments_of
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.digest.edition import Edition, on_demand
from bot.features.digest.service import gather, groups_led_by, with_answered
from bot.features.digest.views import comments
from bot.features.digest.views.digest import between, digest
from bot.features.digest.views.staff_results import results
from bot.features.digest.views.to_decide import NOT_YOURS, WrittenPlan, plan_form
from bot.features.pulse.actions import RESULTS
from bot.features.pulse.declarations import SEE_RESULTS
from bot.features.pulse.suggestions import Suggestion, answer, plan
from bot.features.pulse.waves.counting import COMMENTS_FROM
from bot.features.pulse.waves.groups import ORGANISATION
from bot.people.identity.people import known_person

routes = Routes()

_NEEDED = SEE_DIGEST


@routes.word("digest", needs=_NEEDED)
@routes.on(DIGEST, needs=_NEEDED)
async def show_digest(request: Request, services: Context) -> Reply:
    """Shows the current digest to the leader alone, in any place where they ask."""
    me = await _me(request, services)
    _remember_figures(request, services)
    return Say(digest(await gather(await _edition(services), me)), private=True)


@routes.word("results", needs=SEE_RESULTS)
@routes.on(RESULTS, needs=SEE_RESULTS)
async def show_results(request: Request, services: Context) -> Reply:
    """Everyone's and their own team's, as they were told when they came out."""
    edition = await _edition(services)
    async with services.database.write() as session:
        person = await known_person(session, request.sender)
        team = person.team_id
    everyone = await edition.report(ORGANISATION)
    own = await edition.report(team) if team else None
    _remember_figures(request, services)
    return Say(results(everyone, own, {everyone.wave}), private=True)


def _remember_figures(request: Request, services: Context) -> None:
    """So that "how sure are you?" and "why?" after them are about figures."""
    place, now = place_of(request), services.clock.now()
    line = services.memory.last(place, now).line
    services.memory.remember(place, LastSaid(Topic.DIGEST, line=line), now)


@routes.on(ANSWER_SUGGESTION, needs=_NEEDED)
async def answer_suggestion(request: Request, services: Context) -> Reply:
    """The digest becomes what was answered, with a way back."""
    answered = ANSWER_SUGGESTION.value_of(request)
    shown, edition, me = answered.suggestion, await _edition(services), await _me(request, services)
    async with services.database.write() as session:
        suggestion = await answer(session, me, shown.suggestion_id, answered.outcome, edition.day)
    return await _became(shown, edition, me, suggestion)


@routes.on(PLAN, opens_form=True, needs=_NEEDED)
async def open_plan(request: Request, services: Context) -> Reply:
    return Open(plan_form(PLAN.value_of(request)))


@routes.on(SAVE_PLAN, needs=_NEEDED, keeps_draft=True)
async def save_plan(request: Request, services: Context) -> Reply:
    """With an owner and a date, if they are given: then it comes back, once."""
    written, shown = WrittenPlan.read(request.values), SAVE_PLAN.value_of(request)
    if isinstance(written, Faults):
        return written
    edition, me = await _edition(services), await _me(request, services)
    due_on = edition.day + timedelta(weeks=written.weeks)
    async with services.database.write() as session:
        planned = await plan(session, me, shown.suggestion_id, written.owner, due_on)
    return await _became(shown, edition, me, planned)


async def _became(shown: ShownSuggestion, edition: Edition, me: str, answered: Suggestion | None) -> Reply:
    if answered is None:
        return Say(NOT_YOURS, private=True)
    gathered = await with_answered(edition, me, answered, with_figures=shown.with_figures)
    return Replace(digest(gathered) if shown.with_figures else between(gathered))


@routes.on(READ_COMMENTS, needs=_NEEDED)
async def read_comments(request: Request, services: Context) -> Reply:
    """In another order each time they are opened, as many at once as a message holds."""
    requested = READ_COMMENTS.value_of(request)
    page = replace(requested, order=requested.order or token_hex(4))
    me = await _me(request, services)
    async with services.database.read() as session:
        is_of_everyone = ORGANISATION in await groups_led_by(session, me)
        written = await comments_of(session, services.organisation.id, page.wave_id)
    if not is_of_everyone:
        return Say(comments.FOR_LEADERS_OF_EVERYONE, private=True)
    if len(written) < COMMENTS_FROM:
        return Say(comments.TOO_FEW, private=True)
    return Say(comments.read(written, page), private=True)


async def _me(request: Request, services: Context) -> str:
    async with services.database.read() as session:
        return (await known_person(session, request.sender)).id


async def _edition(services: Context) -> Edition:
    now = services.clock.now()
    return await on_demand(
        services.database,
        services.timetable,
        services.organisation,
        services.items,
        services.seal,
        now,
        services.paces.platforms,
    )
