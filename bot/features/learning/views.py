"""Builds a tip's message, before and after it is answered; never says who it was chosen for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.conversation.dates import coming_day
from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Choice,
    Heading,
    Message,
    Option,
    Paragraph,
    Span,
    saying,
    text,
)
from bot.features.learning.actions import ANSWER, MORE, SHOW_ANSWER, TipQuestion
from bot.features.learning.tracks import ChoiceQuestion, LeadsTo, Tip
from bot.features.shared_actions import COME_ALONG

CHOICE = "tip-answer"

_TOOLS = {LeadsTo.COME_ALONG: COME_ALONG.button("Come along with a peer worker")}

# The same for all of them: a summary shows on locked screens and in lists of what was sent.
_SUMMARY = "A short tip"

_PRIVATE = text(
    "Only you see this. It only chooses your next tips; you can erase it in settings.", quiet=True
)


_LATEST = text('This is your latest tip. There is one a week; "settings" shows its day and time.', quiet=True)


@dataclass(frozen=True, slots=True)
class ShownTip:
    """`repeat` is which of the tip's three questions is asked. Buttons carry both, so an old one still works."""

    tip: Tip
    repeat: int = 0

    @property
    def question(self) -> ChoiceQuestion:
        return self.tip.questions[self.repeat]

    @property
    def asks(self) -> TipQuestion:
        return TipQuestion(self.tip.key, self.repeat)

    def as_question(self) -> Message:
        """A repeat asks first and tells the tip afterwards, because its purpose is recall."""
        return Message(
            _SUMMARY,
            (
                Heading(self.tip.meta.title),
                *(() if self.repeat else self.tip.body),
                Choice(CHOICE, self.question.question, _options(self.question)),
                Buttons(
                    (
                        ANSWER.button("Answer", self.asks),
                        SHOW_ANSWER.button("Show me the answer", self.asks),
                        self._more(),
                        *self._tool(),
                    )
                ),
                _PRIVATE,
            ),
        )

    def once_more(self) -> Message:
        """The tip for somebody who asks for one, with when the next comes."""
        message = self.as_question()
        return Message(message.summary, (_LATEST, *message.blocks))

    def answered(self, chosen: int) -> Message:
        """`chosen` counts from 1; 0 if the person only wanted to see the answer."""
        return Message(
            _SUMMARY,
            (
                Heading(self.tip.meta.title),
                *self.tip.body,
                Paragraph((Span(self.question.question, bold=True),)),
                *_verdict(self.question, chosen),
                text(self.question.explanation),
                Buttons((self._more(), *self._tool())),
                _PRIVATE,
            ),
        )

    def _more(self) -> Button:
        return MORE.button("More about this", self.tip.key)

    def _tool(self) -> tuple[Button, ...]:
        leads_to = self.tip.meta.leads_to
        return (_TOOLS[leads_to],) if leads_to else ()


def chosen_option(values: Mapping[str, str]) -> int | None:
    """Counts from 1; None if none of the three is chosen."""
    chosen = values.get(CHOICE, "")
    return int(chosen) if chosen in ("1", "2", "3") else None


def questions_are_open(until: date) -> Paragraph:
    """Below a tip, while the pulse's questions are open."""
    day = coming_day(until)
    return text(f"The short questions are open until {day}.", quiet=True)


CHOOSE = "Choose one of the three first, then press Answer. If you'd rather just see it, press “Show me the answer”."
GONE = saying(
    "The editors have taken that tip out since. There is nothing to do: your next one comes as usual."
)

NO_TIP_YET = saying(
    'You have had no tip yet. One comes each week; "settings" shows its day and time. Until then, ask me anything about peer work.'
)


def prompt(tip: Tip) -> Message:
    """The prompt for a team's channel. Its only button opens the card, because everybody reads the channel."""
    more = MORE.button("More about this", tip.key)
    title = f"Ten minutes for your team: {tip.meta.title}"
    return Message(title, (Heading(tip.meta.title), *tip.body, Buttons((more,))))


def _options(question: ChoiceQuestion) -> tuple[Option, ...]:
    return tuple(Option(str(number), option) for number, option in enumerate(question.options, 1))


def _verdict(question: ChoiceQuestion, chosen: int) -> tuple[Block, ...]:
    best = (Span("What fits best: ", bold=True), Span(question.options[question.answer - 1]))
    if not chosen:
        return (Paragraph(best),)
    own = text(Span("You chose: ", bold=True), question.options[chosen - 1])
    if chosen == question.answer:
        return (own, text("Yes, that fits best."))
    return (own, text("Many would choose that."), Paragraph(best))
