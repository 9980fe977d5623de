"""The longest that can be said fits on every platform."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot.conversation.message import Message
from bot.features.escalation.models import Consent, Letter, LetterKind, Question
from bot.features.escalation.question_offers import LONGEST
from bot.features.escalation.views import asker as asker_views
from bot.features.escalation.views import champion as champion_views
from bot.features.escalation.views import inbox
from bot.features.escalation.views.champion_forms import LONGEST_ANSWER, LONGEST_NOTE
from bot.platforms.slack.rendering import render as slack
from bot.platforms.teams.rendering import forms as teams_forms

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ASKER = "A name of sixty characters, which is as long as they come xyz"


def question(**changed: object) -> Question:
    given = {"id": "q" * 32, "organisation_id": "harbour", "is_named": False, "text": "w" * LONGEST}
    given |= {"asked_at": NOW, "offers": 1, "consent": Consent.NOT_ASKED, "about": ""}
    return Question(**given | changed)


def letters(count: int) -> list[Letter]:
    return [
        Letter(id=str(n), question_id="q", says=says, text="w" * LONGEST_ANSWER, at=NOW)
        for n in range(count)
        for says in (LetterKind.ANSWER, LetterKind.REPLY)
    ]


def everything() -> Iterator[Message]:
    asked = question()
    yield asker_views.sent(asked, 3, date(2026, 11, 26))
    yield champion_views.offer(asked, ASKER, "w" * LONGEST_NOTE)
    for at in (None, NOW):
        yield champion_views.for_champion(question(answered_at=at), ASKER, letters(30))
    for says in LetterKind:
        (letter, *_) = (each for each in letters(1) if each.says is LetterKind.ANSWER)
        letter.says = says
        if says.is_for_asker:
            yield asker_views.to_asker(asked, letter, ASKER, "Ring Priya on 4120.")
        else:
            yield champion_views.to_champion(question(closed_at=NOW), letter, ASKER, letters(30))
    yield asker_views.thanked(asked, letters(3))
    lines = [inbox.InboxLine(asked, ASKER, NOW.date())] * 9
    yield inbox.inbox(lines, lines)


@pytest.mark.parametrize("message", list(everything()), ids=lambda message: str(message.summary)[:40])
def test_the_longest_that_can_be_said_fits_on_every_platform(message: Message) -> None:
    assert [*slack.rendering_problems(message), *teams_forms.rendering_problems(message)] == []


def test_of_a_long_conversation_the_latest_is_shown() -> None:
    said = letters(30)
    said[-1].text = "The last word."
    assert "The last word." in str(champion_views.for_champion(question(answered_at=NOW), ASKER, said))
