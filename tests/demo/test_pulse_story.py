"""The pulse in the demo: three people answer among their colleagues, and what leaders are told."""

from datetime import timedelta

from sqlalchemy import select

from bot.conversation.message import Choice
from bot.demo.run import Demo
from bot.people.budget import Kind
from bot.people.organisations import Team
from bot.platforms.web.transcript import Entry
from bot.pulse.disclosure import Figures, Hidden
from bot.pulse.groups import ORGANISATION
from bot.pulse.report import Report, report_of
from bot.pulse.tables import Participation, Tally
from tests.demo.test_story import sent

POINTS = {"nurse": "4", "team-leader": "2", "peer-worker": "5"}


def questions(demo: Demo, user: str) -> Entry:
    """The last message that asks something with boxes."""
    entries = reversed(demo.workspace.transcript(user).entries)
    return next(e for e in entries if e.message.summary == "This fortnight's questions")


async def answers(demo: Demo, user: str, point: str) -> Entry:
    entry = questions(demo, user)
    names = [block.name for block in entry.message.blocks if isinstance(block, Choice)]
    await demo.workspace.press(user, entry.id, 0, {f"value.{name}": point for name in names})
    return entry


async def reports(demo: Demo) -> dict[str, Report]:
    services = demo.app.services
    async with services.database.read() as session:
        names = dict((await session.execute(select(Team.id, Team.name))).all()) | {ORGANISATION: "everyone"}
        today = services.clock.now().date()
        return {
            name: await report_of(session, services.organisation, key, services.items, today)
            for key, name in names.items()
        }


async def test_three_people_answer_and_the_team_of_six_is_never_counted_apart(demo: Demo) -> None:
    before = await reports(demo)
    await demo.move(timedelta(days=2))
    for user, point in POINTS.items():
        entry = await answers(demo, user, point)
        assert entry.message.summary == "Thank you. Your answers are counted."
    await demo.move(timedelta(days=6))
    after = await reports(demo)
    assert after["everyone"].wave == before["everyone"].wave + 1 == 17
    headlines = {name: report.headline for name, report in after.items()}
    assert headlines["Crisis house"] is None
    shown = {name: h.latest.told for name, h in headlines.items() if h}
    assert isinstance(shown["everyone"], Figures)
    assert isinstance(shown["Community team east"], Figures)
    assert isinstance(shown["Rowan ward"], Hidden)
    assert isinstance(shown["Willow ward"], Hidden)
    async with demo.app.services.database.read() as session:
        assert not (await session.scalars(select(Participation))).all()
        assert len(await sent(demo, "nurse", Kind.PULSE)) == 1


async def test_answering_again_says_so_kindly_and_changes_nothing(demo: Demo) -> None:
    await demo.move(timedelta(days=2))
    await answers(demo, "nurse", "4")
    async with demo.app.services.database.read() as session:
        counted = [t.count for t in await session.scalars(select(Tally).order_by(Tally.cell, Tally.item_id))]
    entry = await demo.workspace.deliver("nurse", (await _copy(demo)).message)
    await demo.workspace.press("nurse", entry, 0, {"value.know-the-role": "1"})
    talk = demo.workspace.transcript("nurse")
    assert "answered these questions already" in talk.entries[-1].message.summary
    async with demo.app.services.database.read() as session:
        again = [t.count for t in await session.scalars(select(Tally).order_by(Tally.cell, Tally.item_id))]
    assert again == counted


async def _copy(demo: Demo) -> Entry:
    """The questions as somebody has them who has not answered."""
    return questions(demo, "director")
