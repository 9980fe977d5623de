"""Answers a tip's question with its explanation. The choice affects only the person's own next tip."""

from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.asking.actions import ShownCard
from bot.features.asking.views.card import card_message
from bot.features.context import Context
from bot.features.learning.actions import ANSWER, MORE, SHOW_ANSWER, TipQuestion
from bot.features.learning.progress import keep_answer, latest
from bot.features.learning.upcoming import Answered
from bot.features.learning.views import CHOOSE, GONE, NO_TIP_YET, ShownTip, chosen_option
from bot.people.identity.people import person_behind

routes = Routes()


@routes.on(ANSWER)
async def answer(request: Request, services: Context) -> Reply:
    """The tip becomes its explanation, whichever option it was."""
    if not (shown := _shown(ANSWER.value_of(request), services)):
        return _GONE
    if (chosen := chosen_option(request.values)) is None:
        raise UserFacingError(CHOOSE)
    is_right = chosen == shown.question.answer
    await _keep(request, services, shown, Answered.RIGHT if is_right else Answered.WRONG)
    return Replace(shown.answered(chosen))


@routes.on(SHOW_ANSWER)
async def show(request: Request, services: Context) -> Reply:
    if not (shown := _shown(SHOW_ANSWER.value_of(request), services)):
        return _GONE
    await _keep(request, services, shown, Answered.SKIPPED)
    return Replace(shown.answered(0))


@routes.on(MORE)
async def more(request: Request, services: Context) -> Reply:
    """The tip's card; in a team's channel only the person who pressed sees it."""
    tip = services.tracks.with_key(MORE.value_of(request))
    if tip is None or tip.meta.card not in services.library.cards:
        return _GONE
    shown = card_message(ShownCard(tip.meta.card), services.library, services.clock.now().date())
    return Say(shown, private=not request.private)


@routes.word("tip", "tips", "my tip", "my tips")
async def latest_tip(request: Request, services: Context) -> Reply:
    """The tip that they had last. An extra one would break the promise of one a week."""
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        today = services.clock.now().date()
        had = await latest(session, person.id, today) if person else None
    if had is None:
        return Say(NO_TIP_YET, private=True)
    tip = services.tracks.tips.get(had[0])
    if tip is None or had[1] >= len(tip.questions):
        return _GONE
    return Say(ShownTip(tip, had[1]).once_more(), private=True)


def _shown(tip_question: TipQuestion, services: Context) -> ShownTip | None:
    """None if the tip, or this question of it, has been taken out since."""
    tip = services.tracks.with_key(tip_question.tip_key)
    if tip is None or not 0 <= tip_question.number < len(tip.questions):
        return None
    return ShownTip(tip, tip_question.number)


async def _keep(request: Request, services: Context, shown: ShownTip, answered: Answered) -> None:
    async with services.database.write() as session:
        if person := await person_behind(session, request.sender):
            await keep_answer(session, person.id, shown.tip.id, shown.repeat, answered)


_GONE = Say(GONE, private=True)
