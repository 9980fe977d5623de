"""A question about bicycles: asked, taken, answered."""

from sqlalchemy import select

from bot.conversation.routes import Open, Reply
from bot.features.escalation.models import Question
from tests.handlers.postbox import Postbox

PARKING = "where can our peer workers park their bicycles?"
SHED = "In the shed behind the east wing; the porter has the key."


async def asks(place: Postbox, named: str = "without", user: str = "nurse") -> Reply:
    return await place.submits(user, "ask.person.send", question=PARKING, named=named)


async def taken(place: Postbox, named: str = "without") -> Reply:
    await asks(place, named)
    (offer,) = await place.gets("sam")
    return await place.presses("sam", offer, "I'll take it")


async def answered(place: Postbox, named: str = "without") -> Reply:
    question = await taken(place, named)
    opened = await place.presses("sam", question, "Answer")
    assert isinstance(opened, Open)
    return await place.submits("sam", opened.form.action, opened.form.value, answer=SHED)


async def questions(place: Postbox) -> list[Question]:
    async with place.bot.app.services.database.read() as session:
        return list(await session.scalars(select(Question)))
