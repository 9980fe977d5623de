"""One story of two waves for each database, lived once and looked at by many tests."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from bot.app.content import Content
from bot.core.themes import Audience
from bot.features.pulse.draft_answers import NOT_SURE
from bot.features.pulse.waves.closing import close
from bot.features.pulse.waves.counting import COMMENTS_FROM
from bot.store.sealing import new_key
from tests.databases import KINDS, Urls, postgres, postgres_urls, sqlite_urls
from tests.features.pulse.attacks.copies import psycopg_url
from tests.features.pulse.story import Story, story


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=KINDS)
async def lived(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, content: Content
) -> AsyncIterator[Story]:
    directory = tmp_path_factory.mktemp("attack")
    with _urls(request.param, directory) as urls:
        async with story(urls, directory, content, new_key()) as pulse_story:
            wave, role = (
                await pulse_story.wave_for_everyone(),
                await pulse_story.open_wave(Audience.PEER_WORKER),
            )
            pulse_story.waves = wave, role
            await _answer(pulse_story, wave)
            await _comment(pulse_story, wave)
            await _answer_for_a_role(pulse_story, role)
            await _close(pulse_story, wave, role)
            yield pulse_story


@contextmanager
def _urls(kind: str, directory: Path) -> Iterator[Urls]:
    """PostgreSQL on a server of its own: all its files are read, and that of other tests has gigabytes. It logs
    every statement with its parameters, as some do for an audit."""
    if kind == "sqlite":
        yield sqlite_urls(directory)
        return
    with postgres() as server:
        urls = postgres_urls(server.get_uri())
        with psycopg.connect(psycopg_url(urls.main), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET log_statement = 'all'")
            connection.execute("SELECT pg_reload_conf()")
        yield urls


async def _answer(place: Story, wave: str) -> None:
    items = await place.items_of(wave)
    await _answer_in_the_browser(place, items)
    await place.answers("supervisor", "rowan-00", wave, dict.fromkeys(items, "1"))
    await place.answers("head", "head-00", wave, dict(zip(items, "543", strict=True)))
    await place.answers("one item", "west-03", wave, {items[1]: "4"})
    await place.answers("not sure", "corporate-05", wave, dict.fromkeys(items, NOT_SURE))
    await place.answers("holding", "willow-09", wave, dict.fromkeys(items, "2"))
    await place.answers("twice", "rowan-00", wave, dict.fromkeys(items, "5"))
    async with place.counting_fails():
        await place.answers("failed", "east-01", wave, dict.fromkeys(items, "2"))
    await place.answers("after a failure", "east-01", wave, dict.fromkeys(items, "2"))


async def _comment(place: Story, wave: str) -> None:
    for n in range(COMMENTS_FROM):
        await place.comments(f"comment {n}", f"west-{n:02}", wave, f"Thought {n:02}")
    await place.comments("comment twice", "west-00", wave, "More")
    await place.comments("comment in distress", "west-12", wave, "I don't want to be alive any more")


async def _answer_for_a_role(place: Story, role: str) -> None:
    role_items = dict.fromkeys(await place.items_of(role), "2")
    await place.answers("role", "willow-00", role, role_items)
    await place.answers("role of somebody else", "rowan-00", role, role_items)


async def _answer_in_the_browser(place: Story, items: list[str]) -> None:
    """One by one, with the last changed, before anything is sent."""
    (entry,) = place.workspace.transcript("willow-00").entries
    disagree = ["Disagree"] * len(items)
    presses = [*disagree[1:], "Agree", "Change my last answer", "Disagree"]
    for number, label in enumerate(presses):
        await place.presses(f"choosing {number}", "willow-00", entry, label)
    await place.presses("peer", "willow-00", entry, "Send my answers")


async def _close(place: Story, wave: str, role: str) -> None:
    """The wave for everyone first, while the other stays open and somebody reads an older state."""
    await place.copy_at("open")
    with _an_old_reader(place):
        await close(place.database, place.app.services.seal, wave)
    await place.copy_at("closed")
    await place.answers("late", "east-05", wave, dict.fromkeys(await place.items_of(wave), "1"))
    role_items = dict.fromkeys(await place.items_of(role), "4")
    await place.answers("role twice", "willow-00", role, role_items)
    await place.answers("role after the other closed", "east-00", role, role_items)
    await close(place.database, place.app.services.seal, role)
    await place.copy_at("both closed")


@contextmanager
def _an_old_reader(place: Story) -> Iterator[None]:
    """On PostgreSQL, such as a backup: deleted rows are kept for it. And its planner looks at the tables."""
    if place.urls.is_sqlite:
        yield
        return
    url = psycopg_url(place.urls.main)
    with psycopg.connect(url, autocommit=True) as planner:
        planner.execute("ANALYZE")
    with psycopg.connect(url) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT count(*) FROM people")
        yield
