"""The page for people who use the service: only what was signed off, and nothing that a browser could run or fetch."""

import os
import re
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import pytest

from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.page import announce
from bot.features.peer_profiles.reading_age import AGE_ON_THE_PAGE, is_hard_for_the_page, reading_age
from bot.features.peer_profiles.views.page import page
from bot.features.peer_profiles.withdrawal import withdraw
from bot.people.audiences.chosen_colleagues import Colleagues
from bot.people.identity.people import Person
from schedules.peer_profiles.page import make_page
from tests.people.conftest import database, session, village
from tests.people.village import NOW, Village

__all__ = ["database", "session", "village"]

# Elements and attributes by which a page runs, fetches or tells something.
_ACTIVE = {
    "script",
    "iframe",
    "img",
    "link",
    "object",
    "embed",
    "form",
    "input",
    "svg",
    "audio",
    "video",
    "base",
}
_LOADING = {"src", "href", "srcset", "action", "background", "ping", "data"}


class Seen(HTMLParser):
    """`tags` in their order, with the attributes of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
async def place(village: Village) -> Village:
    async with village.database.write() as session:
        await village.moves_in(session, "Ania", "Ben", "Cleo", "Dana")
        for who, on_page, published in (("ania", True, True), ("ben", False, True), ("cleo", True, False)):
            session.add(entry(who, on_page=on_page, is_published=published))
        session.add(entry("dana", on_page=True, is_published=True))
    return village


def entry(who: str, *, on_page: bool, is_published: bool, **more: str) -> PeerProfile:
    written = {"name": who.title(), "expertise": f"{who} knows"} | more
    row = PeerProfile(person_id=who, changed_at=NOW, is_published=is_published, on_page=on_page, **written)
    row.colleagues = Colleagues.ORGANISATION
    return row


_SLOTS = count()


async def made(place: Village, file: Path) -> tuple[list[str], str]:
    """With another slot each time, as the schedule has."""
    await make_page(place.database, place.organisation.id, file, NOW)
    new = await announce(place.database, place.organisation.id, f"page:{next(_SLOTS)}")
    return list(new), file.read_text(encoding="utf-8")


async def test_on_it_is_only_who_signed_off_what_stands_there(place: Village, tmp_path: Path) -> None:
    new, text = await made(place, tmp_path / "peers.html")
    assert sorted(new) == ["ania", "dana"]
    assert ("Ania" in text, "Dana" in text, "Ben" in text, "Cleo" in text) == (True, True, False, False)


async def test_withdrawn_or_gone_they_are_not_on_the_next(place: Village, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    file = tmp_path / "site" / "peers.html"
    await made(place, file)
    async with place.database.write() as session:
        await withdraw(session, "ania")
        (await session.get_one(Person, "dana")).left_on = NOW.date()
    new, text = await made(place, file)
    assert (new, "Ania" in text, "Dana" in text) == ([], False, False)
    assert "Nobody is on this page just now." in text
    assert [each.name for each in file.parent.iterdir()] == ["peers.html"]


async def test_it_promises_a_new_one_every_week_only_where_one_comes(place: Village, tmp_path: Path) -> None:
    file = tmp_path / "peers.html"
    for is_weekly in (True, False):
        await make_page(place.database, place.organisation.id, file, NOW, is_weekly=is_weekly)
        assert ("A new one is made every week." in file.read_text(encoding="utf-8")) is is_weekly


async def test_only_who_is_new_on_it_or_changed_is_told(place: Village, tmp_path: Path) -> None:
    file = tmp_path / "peers.html"
    await made(place, file)
    assert (await made(place, file))[0] == []
    async with place.database.write() as session:
        (await session.get_one(PeerProfile, ("ania", True))).expertise = "voices"
    assert (await made(place, file))[0] == ["ania"]


async def test_a_crash_before_the_messages_are_written_loses_none_of_them(place: Village) -> None:
    first = await announce(place.database, place.organisation.id, "page:1")
    assert sorted(first) == ["ania", "dana"]
    assert await announce(place.database, place.organisation.id, "page:1") == first, "the same slot again"
    assert await announce(place.database, place.organisation.id, "page:2") == []


async def test_it_runs_nothing_loads_nothing_and_tells_nobody(place: Village, tmp_path: Path) -> None:
    attack = {"expertise": "<script>alert(1)</script><img src=x>", "how_to_ask": '" onload="x {style} {0}'}
    async with place.database.write() as session:
        for is_published in (True, False):
            if row := await session.get(PeerProfile, ("ania", is_published)):
                await session.delete(row)
        await session.flush()
        session.add(entry("ania", on_page=True, is_published=True, **attack))
    _, text = await made(place, tmp_path / "peers.html")
    for tag, attributes in Seen(text).tags:
        assert tag not in _ACTIVE
        assert not [name for name in attributes if name in _LOADING or name.startswith("on")]
    assert "&lt;script&gt;" in text
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'; style-src 'unsafe-inline'" in text


def our_sentences(text: str) -> list[str]:
    """What stands on the page besides the entries, sentence by sentence."""
    ours = re.sub(r"<article>.*?</article>", "", text, flags=re.DOTALL)
    blocks = re.findall(r"<(?:p|h1)>(.*?)</(?:p|h1)>", ours, re.DOTALL)
    return [sentence for block in blocks for sentence in re.split(r"(?<=[.!?])\s+", " ".join(block.split()))]


async def test_each_sentence_of_ours_can_be_read_at_twelve(place: Village, tmp_path: Path) -> None:
    """Somebody else's words are theirs: they are measured for a quiet hint to their writer alone."""
    file = tmp_path / "peers.html"
    found: list[str] = []
    for is_weekly in (True, False):
        await make_page(place.database, place.organisation.id, file, NOW, is_weekly=is_weekly)
        found += our_sentences(file.read_text(encoding="utf-8"))
    found += our_sentences(page([], "Harbour", NOW.date(), is_weekly=True))
    assert len(set(found)) >= 11
    assert "Nobody is on this page just now." in found
    assert {sentence: age for sentence in found if (age := reading_age(sentence)) > AGE_ON_THE_PAGE} == {}


def test_the_reading_age_is_the_formula_of_its_report() -> None:
    """19 letters, 6 words, 2 sentences: 4.71 * 19 / 6 + 0.5 * 6 / 2 - 21.43 is the grade."""
    assert reading_age("I came home. She was glad.") == pytest.approx(14.915 + 1.5 - 21.43 + 6)
    hard = "Multidisciplinary practitioners facilitate individualised psychosocial interventions."
    assert reading_age(hard) > 18
    assert (is_hard_for_the_page(hard), is_hard_for_the_page(hard * 6)) == (False, True), (
        "one line says little"
    )
    assert not is_hard_for_the_page("I know about hearing voices. We can go for a walk. " * 5)
    assert reading_age(" … ") == 0


async def test_it_can_be_read_by_everybody(place: Village, tmp_path: Path) -> None:
    """A language, one title and main heading, a heading for each person, and nothing in a fixed size."""
    _, text = await made(place, tmp_path / "peers.html")
    tags = Seen(text).tags
    assert ("html", {"lang": "en"}) in tags
    names = [tag for tag, _ in tags]
    assert (names.count("h1"), names.count("h2"), names.count("title"), names.count("main")) == (1, 2, 1, 1)
    assert "user-scalable" not in text


async def test_a_page_that_a_crash_left_unfinished_is_gone_at_the_next(
    place: Village, tmp_path: Path
) -> None:
    left, other = tmp_path / ".peers.html-0011aabb", tmp_path / ".other.html-0011aabb"
    for file in (left, other):
        file.write_text("Ania, who withdrew since")
        os.utime(file, (0, 0))
    await make_page(place.database, place.organisation.id, tmp_path / "peers.html", NOW)
    assert not left.exists()
    assert other.exists(), "not ours"
