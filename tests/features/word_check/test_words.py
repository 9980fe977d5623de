"""The words, each in sentences both ways; where they are left alone; and how many of 210 sentences are found."""

from datetime import date
from pathlib import Path

import pytest

from bot.conversation.routes import Say
from bot.features.asking.cards.library import load as load_cards
from bot.features.word_check.check import LanguageFinding
from bot.features.word_check.entries import CONSENSUS, LanguageEntry, WordsFaulty, check, load
from bot.features.word_check.views import in_a_line, result
from tests.fakes import words_of
from tests.features.word_check.flagging import WORDS, flagged

CONTENT = Path("content")
TODAY = date(2026, 11, 29)
ENTRIES = {entry.id: entry for entry in load(CONTENT)}
SENTENCES = Path("tests/data/language/sentences.tsv").read_text(encoding="utf-8").splitlines()


def only(text: str) -> LanguageFinding:
    (found,) = WORDS.check(text)
    return found


def test_there_are_a_hundred_and_fifty_and_each_says_why_and_two_better_ways() -> None:
    assert len(ENTRIES) >= 150
    assert all(len(ways) == 2 for entry in ENTRIES.values() for ways in entry.forms.values())


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_flags_its_one_sentence_and_leaves_the_other_alone(entry: LanguageEntry) -> None:
    assert entry.id in [found.entry.id for found in WORDS.check(entry.flag)]
    assert flagged(entry.leave) == []


def test_nine_of_ten_sentences_that_speak_badly_are_found() -> None:
    """Written for this, by those who wrote the entries: strangers will find more that is missing."""
    found = [sentence for sentence in SENTENCES if WORDS.check(sentence)]
    assert len(SENTENCES) >= 200
    assert len(found) / len(SENTENCES) >= 0.9


def test_our_own_cards_have_less_than_one_flag_in_a_thousand_words() -> None:
    cards = [page.read_text(encoding="utf-8").split("---", 2)[-1] for page in CONTENT.glob("cards/*/*.md")]
    flags = sum(len(WORDS.check(card)) for card in cards)
    assert flags / sum(len(card.split()) for card in cards) < 1 / 1000


def test_two_better_ways_stand_in_the_sentence() -> None:
    assert only("His brother committed suicide in March.").better == (
        "His brother died by suicide in March.",
        "His brother took their own life in March.",
    )
    assert only("Junkies hang around.").better[0] == "People who use drugs hang around."
    assert only("He is an addict.").better[0] == "He is a person with a substance use disorder."


@pytest.mark.parametrize(
    "text",
    [
        "She said “he is a junkie” and left.",
        'They wrote "committed suicide" in the file.',
        "Say “died by suicide” rather than committed suicide.",
        "We no longer use substance abuse.",
        "Under the Mental Health Act he is mentally ill.",
        "I am an addict in recovery.",
        "He calls himself an alcoholic.",
        "> the junkies are back",
    ],
)
def test_quotations_laws_texts_about_words_and_peoples_own_names_are_left_alone(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The new patient is manipulative.", "The new patient is manipulative"),
        ("Mrs Lee was needy.", "Mrs Lee was needy"),
        ("She’s bipolar and off work.", "She’s bipolar"),
        ("They're in denial.", "'re in denial"),
        ("We had a known schizophrenic in last night.", "a known schizophrenic"),
        ("Another addict who wants in.", "Another addict"),
        ("I'm so OCD about my desk.", "so OCD about"),
        ("He refused his depot again.", "refused his depot"),
        ("Patients fail to attend on Mondays.", "fail to attend"),
    ],
)
def test_anybody_is_meant_by_he_and_short_forms_by_is(text: str, words: str) -> None:
    assert flagged(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Services may find it difficult to engage with people who use drugs.",
        "The policy is for people with a dual diagnosis.",
        "An alcoholic drink, a depressive episode and a borderline result are none of it.",
        "A patient is absent without leave (AWOL).\nRing the police when a patient is AWOL.",
        "All staff must comply with the care plan, and should behave professionally.",
        "You are more than just a patient, and not only a service user.",
        "About 7 percent of the inmates in three jails are ill.",
        "She was given the diagnosis of emotionally unstable personality disorder.",
        "If a person lacks capacity, decide with them.",
        "Homeless people can ask the council, and lack of motivation can be a sign of depression.",
        "Nobody may be discharged for non-attendance alone: they are not automatically discharged for non-attendance.",
        "Self-harm is a way of coping, and not attention-seeking.",
        "You aren't overreacting. A relapse is normal, not treatment failure.",
        "The increase puts a strain on resources and has consequences for patients.",
    ],
)
def test_what_policies_say_of_duties_the_law_and_illness_is_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_a_capital_moves_to_the_new_first_word() -> None:
    ways = ("Substance use is common.", "Harmful substance use is common.")
    assert only("Substance abuse is common.").better == ways


def test_a_short_form_stays_short_in_the_better_ways() -> None:
    assert only("He's unmotivated.").better[0] == "He's not drawn to what is on offer."


def test_an_abbreviation_that_nobody_explained_is_flagged() -> None:
    assert flagged("Ring the police when a patient is AWOL.") == ["is AWOL"]


def test_every_stretch_of_words_is_flagged_once() -> None:
    assert flagged("She came in after a failed suicide attempt.") == ["failed suicide attempt"]


@pytest.mark.parametrize("between", [" ", ",", "\n"])
def test_a_finding_carries_what_it_stands_in_and_never_the_whole_of_a_long_text(between: str) -> None:
    """A document of one repeated word would else fill the memory."""
    found = WORDS.check(between.join(["schizophrenics"] * 2_000))
    assert len(found) > 1_900
    assert all(len(one.sentence) <= 600 and len(better) <= 900 for one in found for better in one.better)


def test_a_source_that_nobody_knows_is_a_fault() -> None:
    sources = load_cards(CONTENT).sources
    assert check(CONTENT, TODAY, {"sources": sources}).faults == []
    named = {entry.source for entry in ENTRIES.values()} - {CONSENSUS}
    faults = check(CONTENT, TODAY, {}).faults
    assert len(faults) == sum(entry.source in named for entry in ENTRIES.values())


@pytest.mark.parametrize(
    ("form", "way", "says"),
    [("(unclosed", "x", "no pattern"), ("junkie", "$1", "0 groups"), ("(a|b)?", "x", "matches nothing")],
)
def test_an_entry_that_cannot_work_is_refused(tmp_path: Path, form: str, way: str, says: str) -> None:
    folder = tmp_path / "language" / "words"
    folder.mkdir(parents=True)
    (folder / "words.yaml").write_text(
        f"- {{id: x, why: y, source: z, forms: {{'{form}': ['{way}', 'b']}}, flag: f, leave: l}}"
    )
    with pytest.raises(WordsFaulty, match=says):
        load(tmp_path)


def test_the_result_says_each_place_and_never_a_score() -> None:
    found = WORDS.check("He is a junkie. The homeless wait outside. She suffers from depression.")
    said = words_of(Say(result(found, {"nida-words": "NIDA"}))).strip()
    assert said.startswith("I would look at 3 places.")
    assert said.index("Speaks badly of people") < said.index("Worth a thought")
    assert "From: NIDA." in said
    assert "several guides agree" in said
    assert "It is your text: leave what is right." in said
    assert "%" not in said


def test_words_that_come_again_are_explained_once() -> None:
    found = WORDS.check(
        "Substance abuse costs. We treat substance abuse. The junkies came. Substance abuse is back."
    )
    said = words_of(Say(result(found, {}))).strip()
    assert said.startswith("I would look at 4 places.")
    assert said.lower().count("“substance abuse”") == 1
    assert "Also in 2 more places." in said


def test_where_nothing_is_found_that_is_said_without_praise() -> None:
    assert words_of(Say(result([], {}))).strip().startswith("I see nothing to change. I only know some words")


def test_in_an_announcement_it_is_one_quiet_line() -> None:
    (line,) = in_a_line(WORDS.check("A junkie broke in. The homeless wait."))
    assert line.quiet
    assert "“junkie”" in line.spans[0].text
    assert "homeless" not in line.spans[0].text
    assert in_a_line(WORDS.check("Good morning.")) == ()
