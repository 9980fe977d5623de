"""Answers a tip's question with its explanation. The choice affects only the person's own next tip."""

from bot.conversation.message import Message, text
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.asking.views.card import ShownCard
from bot.features.context import Context
from bot.features.learning.progress import keep_answer
from bot.features.learning.upcoming import Answered
from bot.features.learning.views import CHOICE, ShownTip
from bot.people.identity.people import person_behind

routes = Routes()

_CHOOSE = "Choose one of the three first, then press Answer. If you'd rather just see it, press “Show me the answer”."


@routes.on("tip.answer")
async def answer(request: Request, services: Context) -> Reply:
    """The tip becomes its explanation, whichever option it was."""
    if not (shown := _shown(request, services)):
        return _gone()
    chosen = request.values.get(CHOICE, "")
    if chosen not in ("1", "2", "3"):
        raise UserFacingError(_CHOOSE)
    is_right = int(chosen) == shown.question.answer
    await _keep(request, services, shown, Answered.RIGHT if is_right else Answered.WRONG)
    return Replace(shown.answered(int(chosen)))


@routes.on("tip.show")
async def show(request: Request, services: Context) -> Reply:
    if not (shown := _shown(request, services)):
        return _gone()
    await _keep(request, services, shown, Answered.SKIPPED)
    return Replace(shown.answered(0))


@routes.on("tip.more")
async def more(request: Request, services: Context) -> Reply:
    """The tip's card; in a team's channel only the person who pressed sees it."""
    tip = services.tracks.with_key(request.value)
    if tip is None or tip.meta.card not in services.library.cards:
        return _gone()
    shown = ShownCard(tip.meta.card).message(services.library, services.clock.now().date())
    return Say(shown, private=not request.private)


def _shown(request: Request, services: Context) -> ShownTip | None:
    """None where the tip, or this question of it, has been taken out since."""
    key, _, repeat = request.value.partition(" ")
    tip = services.tracks.with_key(key)
    if tip is None or repeat not in [str(number) for number in range(len(tip.questions))]:
        return None
    return ShownTip(tip, int(repeat))


async def _keep(request: Request, services: Context, shown: ShownTip, answered: Answered) -> None:
    async with services.database.write() as session:
        if person := await person_behind(session, request.sender):
            await keep_answer(session, person.id, shown.tip.id, shown.repeat, answered)


def _gone() -> Reply:
    said = "The editors have taken that tip out since. Your next one comes as usual."
    return Say(Message(said, (text(said),)), private=True)
