from bot.conversation.message import Button, Buttons, Message
from bot.core.themes import Audience
from bot.features.digest.views.staff_results import NOTHING_YET, results
from bot.features.pulse.reports.report import Report
from bot.features.pulse.verdict import NoClearChange
from tests.features.digest.figures import NOW, SMALL, figures, history, report, sentences

LINE = history(figures(41, 28, 55), NOW, verdict=NoClearChange())
ITEM = history(figures(47, 33, 61), item="know-when-to-involve")
HARBOUR = report(ITEM, headline=LINE)


def test_staff_read_the_headline_sentence_and_a_line_an_item() -> None:
    lines = sentences(results(HARBOUR, None, {8}))
    assert (
        "Harbour: 58 in 100 agree, probably between 43 and 72; 41 of 64 answered. No clear change." in lines
    )
    assert (
        "  - “I know when to bring in peer support rather than another role.” 47 in 100 agree, probably "
        "between 33 and 61." in lines
    )


def test_a_team_sees_its_own_figures() -> None:
    team = report(headline=history(figures(62, 41, 79, 16, 20)), group="east", name="East")
    lines = sentences(results(HARBOUR, team, {8}))
    assert "East: 62 in 100 agree, probably between 41 and 79; 16 of 20 answered." in lines


def test_a_team_without_figures_is_told_so() -> None:
    hidden = report(headline=history(SMALL), group="crisis", name="Crisis house")
    assert "Crisis house: No figures this time. Too few people answered." in sentences(
        results(HARBOUR, hidden, {8})
    )
    merged = report(group="crisis", name="Crisis house")
    assert (
        "Crisis house: counted together with other teams, so that no answer can be traced to anyone."
        in sentences(results(HARBOUR, merged, {8}))
    )


def test_what_only_some_were_asked_never_says_whom() -> None:
    asked = history(figures(38, 21, 58), item="fair-terms", audience=Audience.PEER_WORKER, wave=9)
    message = results(report(asked, headline=LINE), report(group="east", name="East"), {9})
    assert message.summary == results(HARBOUR, None, {8}).summary
    lines = sentences(message)
    assert any("38 in 100 agree" in line for line in lines)
    assert not any("58 in 100" in line or "East" in line or "Asked of" in line for line in lines)


def test_what_nobody_answered_is_told_as_that() -> None:
    lines = sentences(results(report(headline=history(SMALL)), None, {8}))
    assert "Harbour: No figures this time. Too few people answered." in lines


def test_before_the_first_there_are_none() -> None:
    assert results(Report("organisation", "Harbour"), None, {8}).summary == NOTHING_YET


def test_it_says_how_to_turn_it_off() -> None:
    message = results(HARBOUR, None, {8})
    assert any("turn them off in your settings" in line for line in sentences(message))
    assert _buttons(message) == (Button("Settings", "settings"),)


def _buttons(message: Message) -> tuple[Button, ...]:
    return tuple(b for block in message.blocks if isinstance(block, Buttons) for b in block.buttons)
