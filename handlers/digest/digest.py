"""Shows leaders the digest and everybody the results on request; records answers to its suggestion."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Button, Buttons, Heading, Message, Quote, Span, saying, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.context import Context
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.digest.edition import Edition, on_demand
from bot.features.digest.service import gather, groups_led_by, with_answered
from bot.features.digest.views.digest import between, digest
from bot.features.digest.views.staff_results import results
from bot.features.digest.views.to_decide import NEWS, OWNER, TERMS, WEEKS, plan_form
from bot.features.pulse.declarations import SEE_RESULTS
from bot.features.pulse.models import Comment, Wave
from bot.features.pulse.suggestions import LONGEST_OWNER, Suggestion, SuggestionOutcome, answer, plan
from bot.features.pulse.waves.counting import COMMENTS_FROM
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.results import PUBLISHED
from bot.people.identity.first_contact import get_or_create_person

routes = Routes()

_NEEDED = SEE_DIGEST
_UNDO = "undo"

# Slack has room for 10,000 characters in a message, and a comment may have 500.
_AT_ONCE = 15


@routes.word("digest", needs=_NEEDED)
@routes.on("digest", needs=_NEEDED)
async def show_digest(request: Request, services: Context) -> Reply:
    """As it stands now. Only the leader sees it, wherever they ask."""
    me = await _me(request, services)
    return Say(digest(await gather(await _edition(services), me)), private=True)


@routes.word("results", needs=SEE_RESULTS)
@routes.on("results", needs=SEE_RESULTS)
async def show_results(request: Request, services: Context) -> Reply:
    """Everyone's and their own team's, as they were told when they came out."""
    edition = await _edition(services)
    async with services.database.write() as session:
        person = await get_or_create_person(
            session, request.sender, services.organisation, now=services.clock.now()
        )
        team = person.team_id
    everyone = await edition.report(ORGANISATION)
    own = await edition.report(team) if team else None
    return Say(results(everyone, own, {everyone.wave}), private=True)


@routes.on("digest.suggestion", needs=_NEEDED)
async def answer_suggestion(request: Request, services: Context) -> Reply:
    """The digest becomes what was answered, with a way back."""
    suggestion_id, _, word = request.value.removesuffix(NEWS).partition(" ")
    outcome = SuggestionOutcome.OPEN if word == _UNDO else SuggestionOutcome(word)
    edition, me = await _edition(services), await _me(request, services)
    async with services.database.write() as session:
        answered = await answer(session, me, suggestion_id, outcome, edition.day)
    return await _became(request, edition, me, answered)


@routes.on("digest.plan", opens_form=True, needs=_NEEDED)
async def open_plan(request: Request, services: Context) -> Reply:
    return Open(plan_form(request.value))


@routes.on("digest.save-plan", needs=_NEEDED)
async def save_plan(request: Request, services: Context) -> Reply:
    """With an owner and a date, if they are given: then it comes back, once."""
    weeks, owner = request.values.get(WEEKS, ""), request.values.get(OWNER, "").strip()
    if not (weeks.isdecimal() and int(weeks) in TERMS):
        return Faults({WEEKS: "Choose one of these."})
    if len(owner) > LONGEST_OWNER:
        return Faults({OWNER: f"Keep it to {LONGEST_OWNER} characters."})
    edition, me = await _edition(services), await _me(request, services)
    due_on = edition.day + timedelta(weeks=int(weeks))
    async with services.database.write() as session:
        planned = await plan(session, me, request.value.removesuffix(NEWS), owner, due_on)
    return await _became(request, edition, me, planned)


async def _became(request: Request, edition: Edition, me: str, answered: Suggestion | None) -> Reply:
    if answered is None:
        return Say(saying(_NOT_YOURS), private=True)
    is_news = request.value.endswith(NEWS)
    found = await with_answered(edition, me, answered, with_figures=is_news)
    return Replace(digest(found) if is_news else between(found))


@routes.on("digest.comments", needs=_NEEDED)
async def read_comments(request: Request, services: Context) -> Reply:
    """In another order each time they are opened, as many at once as a message holds."""
    wave_id, order, first = [*request.value.split(" "), token_hex(4), "0"][:3]
    me = await _me(request, services)
    async with services.database.read() as session:
        is_of_everyone = ORGANISATION in await groups_led_by(session, me)
        comments = await _comments(session, services.organisation.id, wave_id)
    if not is_of_everyone:
        return Say(saying(_FOR_LEADERS_OF_EVERYONE), private=True)
    if len(comments) < COMMENTS_FROM:
        return Say(saying(_NO_COMMENTS), private=True)
    return Say(_shown(comments, wave_id, order, int(first)), private=True)


def _shown(comments: Sequence[str], wave_id: str, order: str, first: int) -> Message:
    """The order is random, and stays the same on the next page."""
    shuffled = sorted(comments, key=lambda comment: sha256(f"{order} {comment}".encode()).digest())
    page, left = shuffled[first : first + _AT_ONCE], len(comments) - first - _AT_ONCE
    quotes = tuple(Quote((Span(comment),)) for comment in page)
    more = Button(f"{left} more", "digest.comments", f"{wave_id} {order} {first + _AT_ONCE}")
    read_on = (Buttons((more,)),) if left > 0 else ()
    return Message(_COMMENTS, (Heading(_COMMENTS), text(_HOW_TO_READ, quiet=True), *quotes, *read_on))


async def _me(request: Request, services: Context) -> str:
    async with services.database.write() as session:
        now = services.clock.now()
        return (await get_or_create_person(session, request.sender, services.organisation, now=now)).id


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


async def _comments(session: AsyncSession, organisation_id: str, wave_id: str) -> list[str]:
    """None of a wave that is still open."""
    found = await session.scalars(
        select(Comment.text)
        .join(Wave, Wave.id == Comment.wave_id)
        .where(Wave.id == wave_id, Wave.organisation_id == organisation_id, Wave.state.in_(PUBLISHED))
    )
    return list(found)


_COMMENTS = "What people added in their own words"
_HOW_TO_READ = (
    "No name, team or time is stored with them, and their order is shuffled each time. "
    "Please don't try to guess who wrote what."
)
_NO_COMMENTS = (
    f"There are no comments to read: fewer than {COMMENTS_FROM} people wrote one, or they are deleted by now."
)
_FOR_LEADERS_OF_EVERYONE = "Comments are about the whole organisation, so only its leaders read them."
_NOT_YOURS = "That suggestion is not there any more. Say “digest” to see what there is now."
