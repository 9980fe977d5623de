"""The pulse in the demo: three people answer among their colleagues, and what leaders are told."""

from datetime import timedelta

from sqlalchemy import select

from bot.conversation.message import Scale
from bot.conversation.plain_text import plain
from bot.demo.panels import deliveries_panel
from bot.demo.run import Demo
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Participation, SealedBallot
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import Report, report_of
from bot.features.pulse.waves.groups import ORGANISATION
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person
from bot.platforms.web.outbound.transcript import TranscriptEntry
from bot.publishing.publisher import Figures
from tests.demo.test_story import sent

POINTS = {"nurse": "4", "team-leader": "2", "peer-worker": "5"}


def questions(demo: Demo, user: str) -> TranscriptEntry:
    """The last message that asks something with boxes."""
    entries = reversed(demo.workspace.transcript(user).entries)
    return next(e for e in entries if e.message.summary == "A few short questions")


async def answers(demo: Demo, user: str, point: str) -> TranscriptEntry:
    entry = questions(demo, user)
    while any(isinstance(block, Scale) for block in entry.message.blocks):
        await demo.workspace.press(user, entry.id, "54321".index(point), {})
    await demo.workspace.press(user, entry.id, 0, {})
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
        assert entry.message.summary == "Thank you. Your answers are in, sealed until the questions close."
    await demo.move(timedelta(days=6))
    after = await reports(demo)
    assert after["everyone"].wave == before["everyone"].wave + 1 == 17
    headlines = {name: report.headline for name, report in after.items()}
    assert headlines["Crisis house"] is None
    shown = {name: h.latest.result for name, h in headlines.items() if h}
    assert isinstance(shown["everyone"], Figures)
    assert isinstance(shown["Community team east"], Figures)
    assert isinstance(shown["Rowan ward"], TooFew)
    assert isinstance(shown["Willow ward"], Figures)
    async with demo.app.services.database.read() as session:
        assert not (await session.scalars(select(Participation))).all()
        assert not await sent(demo, "nurse", PULSE)


async def test_the_panel_tells_nothing_of_who_did_what(demo: Demo) -> None:
    """Neither an answer nor distress changes a line of it, and no line has a name, a team or a single person's tip."""
    await demo.move(timedelta(days=2))
    panel = deliveries_panel(demo.app.services)
    before = plain(await panel())
    for user, point in POINTS.items():
        await answers(demo, user, point)
    await demo.workspace.say("nurse", "I don't want to be alive any more")
    assert plain(await panel()) == before
    async with demo.app.services.database.read() as session:
        names = [*await session.scalars(select(Person.name)), *await session.scalars(select(Team.name))]
    assert [name for name in names if name in before] == []
    assert "Tips" not in before


async def test_answering_again_says_so_kindly_and_changes_nothing(demo: Demo) -> None:
    await demo.move(timedelta(days=2))
    await answers(demo, "nurse", "4")
    async with demo.app.services.database.read() as session:
        counted = sorted(await session.scalars(select(SealedBallot.sealed)))
    await demo.workspace.deliver("nurse", (await _copy(demo)).message)
    talk = demo.workspace.transcript("nurse")
    await answers(demo, "nurse", "1")
    assert "have answered these questions" in talk.entries[-1].message.summary
    async with demo.app.services.database.read() as session:
        again = sorted(await session.scalars(select(SealedBallot.sealed)))
    assert again == counted


async def _copy(demo: Demo) -> TranscriptEntry:
    """The questions as somebody has them who has not answered."""
    return questions(demo, "director")
