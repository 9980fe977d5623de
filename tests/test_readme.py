"""The README says little, and each of its claims is exercised by a test that is named here."""

import re
from pathlib import Path

import pytest

import handlers
from bot.conversation.request import Kind, Request, Sender
from bot.demo.stories import STORIES
from bot.features import DEFAULT_SCHEDULES

README = Path("README.md").read_text(encoding="utf-8")
_MOST_WORDS = 900

# A claim, as the README has it, and the test that would fail if it were not so.
CLAIMS = {
    "for Slack and Microsoft Teams": "tests/platforms/conformance/test_plugs.py::test_a_plug_opens_to_all_that_serving_needs",
    "Alongside keeps it going every week": "tests/test_readme.py::test_it_comes_as_often_as_it_says",
    "An answer, with its sources.": "tests/handlers/asking/test_ask.py::test_a_question_gets_its_card_with_sources_and_strength",
    "Curated cards answer questions": "tests/handlers/settings/test_welcome.py::test_every_question_to_begin_with_gets_an_answer",
    "says so and offers a person": "tests/handlers/asking/test_ask.py::test_none_of_these_admits_that_we_do_not_know",
    "It never makes an answer up.": "tests/features/asking/test_wording_check.py",
    "No card has yet been written or checked": "tests/test_readme.py::test_no_peer_worker_is_named_as_a_reader_of_a_card",
    "in each person's own working hours": "tests/demo/test_story.py::_three_different_tips_came_in_working_hours",
    "whose answer only chooses the next tip": "tests/handlers/learning/test_tips.py",
    "A few questions every fortnight": "tests/test_readme.py::test_it_comes_as_often_as_it_says",
    "every four weeks where fewer than 60 work": (
        "tests/schedules/test_pulses.py::test_a_small_place_is_asked_every_four_weeks_for_three"
    ),
    "the answers are only ever counts, blurred on purpose": "tests/features/pulse/attacks/test_disclosure_attack.py",
    "what moved, how sure that is, one thing to decide": "tests/features/digest/test_message.py",
    "Staff see the results, too.": "tests/schedules/test_digests.py::test_after_a_wave_leaders_get_the_digest_and_everyone_else",
    "shows what waits for you": "tests/handlers/test_orders.py::test_home_counts_what_waits_and_each_count_opens_it",
    "nothing of them is kept": "tests/platforms/web/test_forms.py::test_words_that_are_not_to_be_kept_are_nowhere_in_memory",
    "Python 3.11, 3.12 or 3.13": "tests/test_readme.py::test_it_needs_the_pythons_that_it_names",
    "No Slack, no Teams, no account, no token.": "tests/demo/test_story.py::test_three_weeks",
    "each has five steps": "tests/demo/test_stories.py::test_a_story_has_five_steps_and_ends_in_slacks_own_blocks",
    "Amara doubts": "tests/demo/test_stories.py::test_a_story_has_five_steps_and_ends_in_slacks_own_blocks",
    "Jo starts on Monday": "tests/demo/test_stories.py::test_a_story_has_five_steps_and_ends_in_slacks_own_blocks",
    "Helen's board paper": "tests/demo/test_stories.py::test_a_story_has_five_steps_and_ends_in_slacks_own_blocks",
    "Priya answers": "tests/demo/test_stories.py::test_a_story_has_five_steps_and_ends_in_slacks_own_blocks",
    "Sam sets it up": "tests/demo/test_stories.py::test_a_story_has_five_steps_and_ends_in_slacks_own_blocks",
    "misspell a question": "tests/e2e/test_demo.py::test_a_newcomer_asks_whatever_comes_to_mind",
    "finds everything": "tests/e2e/test_workspace.py::test_the_palette_finds_people_and_the_clock_with_keys_alone",
    '"Next event" moves the calendar.': "tests/demo/test_stories.py::test_the_next_event_stops_at_the_first_message_for_somebody_one_can_be",
    '"Why this answer?" shows': "tests/e2e/test_workspace.py::test_why_an_answer_came_is_folded_away_below_it",
    "it goes on where it was": "tests/demo/test_story.py::test_a_restart_goes_on_where_it_was",
    "your own organisation's demo": "tests/demo/test_organisation.py::test_its_people_and_teams_are_those_of_the_file",
    "with the same engine": "tests/features/asking/test_json_question.py::test_a_question_keeps_the_fields_that_it_always_had",
    "Cards answer, a model never does.": "tests/handlers/asking/test_wording.py::test_what_the_card_does_not_say_is_not_shown",
    "where an administrator turned that on": "tests/handlers/asking/test_wording.py::test_nothing_is_sent_before_an_administrator_turned_it_on",
    "How answers are found, and all figures": "tests/features/asking/test_private_sets.py",
    "Ballots are sealed until a round closes": "tests/features/pulse/test_sealing.py",
    "nobody can join a person to an answer": "tests/features/pulse/attacks/test_forensic_attack.py::test_after_the_close_the_master_key_opens_no_ballot",
    "somebody with the master key and the live database could": "tests/features/pulse/attacks/test_forensic_attack.py::test_before_the_close_the_master_key_and_the_live_database",
    "no list, import or message shows it": "tests/handlers/settings/test_home.py::test_being_a_peer_worker_shows_nowhere",
    "before they agree, and they can take it back": "tests/features/announcements/test_agreeing.py",
    "Kill any process: no tip is lost.": "tests/delivery/faults/test_faults.py",
    "a person decides": "tests/handlers/administration/test_deliveries.py",
    "One contact budget a person a week": "tests/delivery/test_budget.py",
    "a pause that is honoured everywhere": "tests/delivery/test_send_time.py",
    "A handler is written once.": "tests/platforms/crawler.py",
    "listens on this machine only": "tests/platforms/web/test_safety.py::test_any_other_address_is_refused_with_the_reason",
    "yours to confirm before a production start": "tests/app/configuration/test_starting.py::test_nobody_starts_without_signposts_or_with_open_questions",
    "Licensed under": "tests/test_readme.py::test_every_file_that_it_names_is_there",
    "NOTICE": "tests/test_readme.py::test_every_file_that_it_names_is_there",
}
# Sentences that claim nothing of ours: headings of what follows them, and facts of the world.
NO_CLAIMS = {
    "It helps mental-health organisations integrate peer workers: staff who work from their own lived experience.",
    "Services hire peers, run one workshop, and integration stalls.",
    "How.",
    "Confidential, and claimed exactly.",
    "Nobody is outed.",
    "Nothing lost, nothing twice.",
    "Quiet.",
    "The same on Slack, on Teams and in the browser.",
}
_NO_SENTENCES = re.compile(
    r"```.*?```|<picture>.*?</picture>|<!-- (\w+) -->.*?<!-- /\1 -->|^[#|].*?$", re.DOTALL | re.MULTILINE
)
_ENDS = re.compile(r"(?<=[.?])\s+(?=[A-Z\"`])")


def sentences() -> list[str]:
    """What is told in words, without its marks and the addresses of its links."""
    told = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*]", r"\1", _NO_SENTENCES.sub("", README))
    parts = re.split(r"\n\n+|\n?^- ", told, flags=re.MULTILINE)
    return [each for part in parts for each in _ENDS.split(" ".join(part.split())) if each]


def test_every_sentence_that_claims_something_is_exercised_by_a_test() -> None:
    assert len(sentences()) > 40
    plain = [claim.replace("*", "") for claim in CLAIMS]
    untested = [
        each for each in sentences() if each not in NO_CLAIMS and not any(claim in each for claim in plain)
    ]
    assert untested == []


def test_it_comes_as_often_as_it_says() -> None:
    plans = {each.job: (each.cron.rpartition(" ")[2], each.every_weeks) for each in DEFAULT_SCHEDULES}
    assert plans["nudges"] == ("thu", 1)
    assert plans["pulses"] == ("tue", 2)
    assert plans["digests"] == ("mon", 1)


def test_no_peer_worker_is_named_as_a_reader_of_a_card() -> None:
    named = [
        path
        for path in Path("content/cards").rglob("*.md")
        if re.search(r"^with:", path.read_text(), re.MULTILINE)
    ]
    assert named == []


def test_it_needs_the_pythons_that_it_names() -> None:
    least, below = re.findall(
        r'requires-python = ">=3\.(\d+),<3\.(\d+)"', Path("pyproject.toml").read_text()
    )[0]
    assert f"3.{least}, 3.{int(least) + 1} or 3.{int(below) - 1}" == "3.11, 3.12 or 3.13"


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(README.split()) <= _MOST_WORDS


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_stands_there_and_its_test_exists(claim: str) -> None:
    assert claim in README
    file, _, name = CLAIMS[claim].partition("::")
    assert Path(file).exists()
    assert not name or f"def {name}" in Path(file).read_text(encoding="utf-8")


def test_every_file_that_it_names_is_there() -> None:
    named = re.findall(r'(?:\]\(|src="|srcset="|`(?=bot/|content/))([^)"`]+)', README)
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
