from sqlalchemy import select

from bot.conversation.routes import Faults, Open
from bot.people.audit import Act, Line
from tests.broadcasts.newsroom import ADMINISTRATOR, AUTHOR, Newsroom
from tests.fakes import labels, words_of


async def test_an_administrator_says_from_when_on_somebody_else_approves(newsroom: Newsroom) -> None:
    shown = await newsroom.says(ADMINISTRATOR, "announcement settings")
    assert "to more than 50 people" in words_of(shown)
    opened = await newsroom.presses_button(ADMINISTRATOR, shown, "Change")
    assert isinstance(opened, Open)
    for typed in ("", "-1", "many", "1000000"):
        assert isinstance(await newsroom.submits(ADMINISTRATOR, opened.form.action, above=typed), Faults)
    saved = await newsroom.submits(ADMINISTRATOR, opened.form.action, above="10")
    assert "to more than 10 people" in words_of(saved)
    assert "Ask for approval" in labels(await newsroom.writes(audience="team:east"))
    async with newsroom.services.database.read() as session:
        lines = (await session.scalars(select(Line))).all()
    assert [(line.act, line.who, line.details) for line in lines] == [
        (Act.SET_APPROVAL, ADMINISTRATOR, {"above": "10"})
    ]


async def test_a_champion_cannot(newsroom: Newsroom) -> None:
    assert "That is for administrators" in words_of(await newsroom.says(AUTHOR, "announcement settings"))
