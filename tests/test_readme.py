"""The README says little, and each of its claims is exercised by a test that is named here."""

import re
from pathlib import Path

import pytest

import handlers
from bot.conversation.request import Kind, Request, Sender
from bot.demo.stories import STORIES

README = Path("README.md").read_text(encoding="utf-8")
_MOST_WORDS = 900

# A claim, as the README has it, and the test that would fail if it were not so.
CLAIMS = {
    "It never makes an answer up.": "tests/features/asking/test_wording_check.py",
    "in each person's own working hours": "tests/demo/test_story.py::_three_different_tips_came_in_working_hours",
    "whose answer only chooses the next tip": "tests/handlers/learning/test_tips.py",
    "the answers are only ever counts, blurred on purpose": "tests/features/pulse/attacks/test_disclosure_attack.py",
    "what moved, how sure that is, one thing to try": "tests/features/digest/test_message.py",
    "shows what waits for you": "tests/handlers/test_orders.py::test_home_counts_what_waits_and_each_count_opens_it",
    "nothing of them is kept": "tests/platforms/web/test_forms.py::test_words_that_are_not_to_be_kept_are_nowhere_in_memory",
    "No Slack, no Teams, no account, no token.": "tests/demo/test_story.py::test_three_weeks",
    "each has five steps": "tests/demo/test_stories.py::test_a_story_has_five_steps_and_ends_in_slacks_own_blocks",
    "misspell a question": "tests/e2e/test_demo.py::test_a_newcomer_asks_whatever_comes_to_mind",
    "finds everything": "tests/e2e/test_workspace.py::test_the_palette_finds_people_and_the_clock_with_keys_alone",
    '"Next event" moves the calendar.': "tests/demo/test_stories.py::test_the_next_event_stops_at_the_first_message_for_somebody_one_can_be",
    '"Why this answer?" shows': "tests/e2e/test_workspace.py::test_why_an_answer_came_is_folded_away_below_it",
    "it goes on where it was": "tests/demo/test_story.py::test_a_restart_goes_on_where_it_was",
    "your own organisation's demo": "tests/demo/test_organisation.py::test_its_people_and_teams_are_those_of_the_file",
    "Ballots are sealed until a round closes": "tests/features/pulse/test_sealing.py",
    "nobody can join a person to an answer": "tests/features/pulse/attacks/test_forensic_attack.py",
    "no list, import or message shows it": "tests/handlers/settings/test_home.py::test_being_a_peer_worker_shows_nowhere",
    "before they agree, and they can take it back": "tests/features/announcements/test_agreeing.py",
    "Kill any process: no tip is lost.": "tests/delivery/faults/test_faults.py",
    "a person decides": "tests/handlers/administration/test_deliveries.py",
    "One contact budget a person a week": "tests/delivery/test_budget.py",
    "a pause that is honoured everywhere": "tests/delivery/test_due.py",
    "A handler is written once.": "tests/platforms/crawler.py",
}


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(README.split()) <= _MOST_WORDS


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_stands_there_and_its_test_exists(claim: str) -> None:
    assert claim in README
    file, _, name = CLAIMS[claim].partition("::")
    assert Path(file).exists()
    assert f"def {name}" in Path(file).read_text(encoding="utf-8")


def test_every_file_that_it_names_is_there() -> None:
    named = re.findall(r'(?:\]\(|src="|srcset=")([^)"]+)', README)
    assert [one for one in named if not one.startswith("https://") and not Path(one).exists()] == []


def test_its_pictures_are_there_in_both_themes() -> None:
    light, dark = (set(re.findall(rf"pictures/(\w+)-{theme}\.png", README)) for theme in ("light", "dark"))
    assert light == dark == {"question", "tip", "pulse", "digest"}


def test_its_stories_are_those_of_the_demo() -> None:
    assert re.findall(r"^- \*(.+)\*:", README, re.MULTILINE) == [story.title for story in STORIES]


@pytest.mark.parametrize("word", ["settings", "my data", "inbox", "announce", "home"])
def test_its_words_open_something(word: str) -> None:
    assert f'"{word}"' in README
    request = Request("1", Kind.SAID, Sender("web", "demo", "nurse"), "nurse", text=word)
    route = handlers.ALL.for_request(request)
    assert route is not None
    assert route.name == f"word: {word}"


def test_its_commands_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", Path("Makefile").read_text(), re.MULTILINE))
    assert {line.split()[1] for line in README.splitlines() if line.startswith("make ")} <= targets
