"""Where people get an announcement, what looks other there, and a test on each platform where its writer is."""

import pytest
from sqlalchemy import update

from bot.conversation.message import Heading, Image, Message, Span, text
from bot.conversation.plain_text import plain
from bot.conversation.rendering_notes import RenderingNote
from bot.features.announcements.service.plan import Places
from bot.features.announcements.views.platform_differences import platform_notes
from bot.people.identity.people import Account
from bot.platforms.slack.rendering.rendering_notes import rendering_notes as on_slack
from bot.platforms.teams.rendering.rendering_notes import rendering_notes as on_teams
from bot.platforms.web.rendering.place import MessagePosition
from bot.platforms.web.rendering.render import render
from bot.platforms.web.rendering.rendering_notes import rendering_notes as on_web
from tests.delivery.platform import FakePlatform
from tests.fakes import words_of
from tests.features.announcements.newsroom import AUTHOR, Newsroom

LOOKS = {"slack": on_slack, "teams": on_teams, "web": on_web}
PICTURE = Image("https://harbour.example/garden.png", "The garden")
PLAIN, WITH_PICTURE = Message("Hello", (text("Hello"),)), Message("Hello", (PICTURE,))


def told(message: Message, places: Places) -> str:
    return plain(Message("", platform_notes(message, places, LOOKS)))


async def moves(newsroom: Newsroom, platform: str, *people: str) -> None:
    async with newsroom.services.database.write() as session:
        theirs = update(Account).where(Account.person_id.in_(people))
        await session.execute(theirs.values(platform=platform, workspace="T1"))


def test_it_counts_by_platform_and_says_only_what_is_other_than_here() -> None:
    said = told(WITH_PICTURE, Places("slack", {"slack": 12, "teams": 50, "web": 2}, ["slack"]))
    assert "Where they get it: 12 in Slack, 50 in Teams, 2 in the browser and one channel in Slack." in said
    assert "In Teams it looks as it does here" in said
    assert f"In the browser: {RenderingNote.FETCHED_BY_READERS} {RenderingNote.PANEL}" in said
    assert RenderingNote.FETCHED not in said


def test_where_all_of_them_are_here_there_is_nothing_to_say_but_how_many() -> None:
    assert (
        told(WITH_PICTURE, Places("web", {"web": 1200})).strip() == "Where they get it: 1,200 in the browser."
    )
    assert platform_notes(PLAIN, Places("web"), LOOKS) == ()


@pytest.mark.parametrize(
    ("message", "slack", "teams", "web"),
    [
        (PLAIN, set(), set(), set()),
        (WITH_PICTURE, {RenderingNote.FETCHED}, {RenderingNote.FETCHED}, {RenderingNote.FETCHED_BY_READERS}),
        (
            Message("", (Image("http://harbour.example/garden.png", "The garden"),)),
            {RenderingNote.FETCHED},
            {RenderingNote.DESCRIBED},
            {RenderingNote.DESCRIBED},
        ),
        (Message("", (Heading("x" * 151),)), {RenderingNote.BOLD_HEADING}, set(), set()),
        (
            Message("", (text(Span("here", href="https://harbour.example/[1]")),)),
            set(),
            {RenderingNote.ONLY_WORDS},
            set(),
        ),
    ],
)
def test_each_platform_says_what_its_renderer_does(
    message: Message, slack: set[RenderingNote], teams: set[RenderingNote], web: set[RenderingNote]
) -> None:
    assert on_slack(message) - {RenderingNote.WINDOW} == slack
    assert on_teams(message) - {RenderingNote.WINDOW} == teams
    assert on_web(message) - {RenderingNote.PANEL} == web


def test_a_picture_that_is_said_to_be_described_is() -> None:
    shown = render(Message("", (Image("http://harbour.example/x.png", "The garden"),)), MessagePosition("p"))
    assert "Picture: The garden" in shown
    assert "<img" not in shown


async def test_the_preview_says_where_its_people_are(newsroom: Newsroom) -> None:
    await moves(newsroom, "slack", "east-1", "east-2")
    newsroom.services.paces.know({"slack": FakePlatform()})
    said = words_of(await newsroom.writes(audience="team:east"))
    assert "Where they get it: 2 in Slack and 18 in the browser." in said
    assert f"In Slack: {RenderingNote.WINDOW}" in said


async def test_accounts_on_a_platform_that_does_not_run_are_not_counted(newsroom: Newsroom) -> None:
    await moves(newsroom, "slack", "east-1", "east-2")
    said = words_of(await newsroom.writes(audience="team:east"))
    assert "2 people can't get it" in said
    assert "Where they get it: 18 in the browser." in said


async def test_a_test_comes_on_every_platform_where_its_writer_is(newsroom: Newsroom) -> None:
    async with newsroom.services.database.write() as session:
        given = {"platform": "slack", "workspace": "T1", "user": "UAUTHOR", "is_chosen": False}
        session.add(Account(person_id=AUTHOR, **given))
    newsroom.services.paces.know({"slack": FakePlatform()})
    await moves(newsroom, "slack", "east-1")
    preview = await newsroom.writes(audience="team:east")
    assert "“Test to myself” shows it to you in Slack, too." in words_of(preview)
    reply = await newsroom.presses_button(AUTHOR, preview, "Test to myself")
    assert "on its way to you in the browser and Slack" in words_of(reply)
    await newsroom.goes_out(platforms=("web", "slack"))
    rows = await newsroom.deliveries()
    assert len(rows) == 2
    assert {row.lane.split(" ")[0] for row in rows} == {"web", "slack"}
    assert {platform_notes.split("/")[0] for platform_notes in newsroom.platform.shown} == {AUTHOR, "UAUTHOR"}
