"""Builds the reply to a conversational act: a line from content, and its next steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.conversation.markdown import blocks
from bot.conversation.message import Block, Button, Buttons, Message, Paragraph, text
from bot.conversation.paragraphs import words
from bot.features.asking.actions import MORE, ShownCard
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library
from bot.features.asking.conversation.kinds import ActKind, Kinds
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation.recognised import Recognised
from bot.features.asking.conversation.variants import vary
from bot.features.asking.views import card_parts
from bot.features.asking.views.card import card_message, sources
from bot.features.asking.views.offers import offer
from bot.features.shared_actions import ASK_PERSON, MENU, SETTINGS, SHOW_CARD


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply, and what the conversation memory stores about it."""

    message: Message
    last: LastSaid


# All but "person", whose button carries the question.
_BUTTONS: Mapping[str, Button] = {
    "settings": SETTINGS.button("Settings"),
    "help": MENU.button("What I can do"),
    "who-sees": SHOW_CARD.button("Who sees my questions?", "bot/who-sees-my-questions"),
    "about-me": SHOW_CARD.button("It's about me", "bot/personal-support"),
    "about-colleague": SHOW_CARD.button("About a colleague", "role/if-a-peer-becomes-unwell"),
    "find-something": MENU.button("I'm looking for something"),
}

_OF_A_CARD: Mapping[str, Callable[[Card, Library], Message]] = {
    "shorter": card_parts.shorter,
    "simpler": card_parts.simpler,
    "why": card_parts.why,
    "source": card_parts.origin,
    "certainty": card_parts.certainty,
}
# After an offer of one card, these take it.
_TAKES = ("yes", "choose", "again")
_OFFERED_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Speaker:
    """Pure. `organisation` is its name."""

    kinds: Kinds
    library: Library
    organisation: str
    today: date

    def answer(self, recognised: Recognised, last: LastSaid, typed: str, picked: str = "") -> Spoken:
        """The reply to an act. Handlers reply to commands, and to questions beside an act."""
        act = recognised.act
        card = self.library.cards.get(_card_meant(last))
        if picked:
            return self.card(picked, last)
        if act in _TAKES and last.context is Topic.OFFER and card:
            return self.card(card.id, last)
        if act == "more" and card:
            return self._more(card, last)
        if act == "again" and card:
            return self.card(card.id, last)
        if act in _OF_A_CARD and card:
            return Spoken(
                _OF_A_CARD[act](card, self.library), replace(last, context=Topic.CARD, card=card.id)
            )
        if act == "again" and last.context is Topic.OFFER and last.offered:
            return Spoken(offer(last.offered, last.question, self.library), last)
        if act == "not-that" and last.context is Topic.CARD and last.others:
            return self._next_nearest(last)
        return self._line(recognised, last, typed)

    def line(self, act: str, last: LastSaid, typed: str) -> str:
        kind = self.kinds.acts[act]
        title = self.library.cards[last.card].title if last.card in self.library.cards else ""
        written = kind.replies_after(last.context.value)
        lines = [
            line.replace("{organisation}", self.organisation).replace("{title}", title) for line in written
        ]
        return vary(lines, last.line, typed)

    def card(self, card_id: str, last: LastSaid, is_long: bool = False) -> Spoken:
        message = card_message(ShownCard(card_id, is_long=is_long), self.library, self.today)
        others = tuple(card for card in (*last.offered, *last.others) if card != card_id)
        updated = replace(
            last,
            context=Topic.CARD,
            card=card_id,
            offered=(),
            others=others,
            guess="",
            is_long=is_long,
            in_part=False,
        )
        return Spoken(message, updated)

    def still_on(self, card_id: str, last: LastSaid, passages: Sequence[Paragraph]) -> Spoken:
        """A follow-up on the open card: what it says on that, else that it says nothing; and a person to ask.

        The same passages are not shown twice running.
        """
        card, person = self.library.cards[card_id], _button("person", last)
        memory = replace(last, context=Topic.CARD, card=card_id, offered=(), guess="", in_part=True)
        line = " ".join(map(words, passages))
        if passages and line != last.line:
            message = card_parts.nearest(card, self.library, passages)
            return Spoken(_with_button(message, person), memory.saying(line))
        if not card.more or last.is_long:
            return self._nothing_more(card, memory, f'"{card.title}" says nothing closer to that.')
        line = f'What I showed of "{card.title}" says nothing closer to that. There is more of it; a person may know, too.'
        buttons = Buttons((MORE.button("Show all of it", ShownCard(card_id)), person))
        return Spoken(Message(line, (text(line), sources(card, self.library), buttons)), memory)

    def card_again(self, card_id: str, last: LastSaid) -> Spoken:
        """The open card, for a question of its own to which nothing is nearer."""
        spoken = self.card(card_id, last)
        opening = text("The same answer is the nearest that I have.")
        return Spoken(replace(spoken.message, blocks=(opening, *spoken.message.blocks)), spoken.last)

    def with_line_before(self, act: str, spoken: Spoken, last: LastSaid, typed: str) -> Spoken:
        """An act and a question in one message: the line, then the answer."""
        if act in ("correction", "question"):
            return spoken
        line = self.line(act, replace(last, context=Topic.NONE), typed)
        message = replace(spoken.message, blocks=(text(line), *spoken.message.blocks))
        return Spoken(message, spoken.last.saying(line))

    def _more(self, card: Card, last: LastSaid) -> Spoken:
        if card.more and not last.is_long:
            return self.card(card.id, last, is_long=True)
        return self._nothing_more(card, last, f'I have nothing beyond what stands in "{card.title}".')

    def _nothing_more(self, card: Card, last: LastSaid, sentence: str) -> Spoken:
        related = [self.library.cards[i] for i in card.meta.related if i in self.library.cards]
        buttons = [SHOW_CARD.button(c.title, c.id) for c in related[:_OFFERED_AGAIN]]
        more = " These lie near it; a person may know more." if buttons else " A person may know more."
        body = (text(sentence, more), Buttons((*buttons, _button("person", last))))
        return Spoken(Message(sentence, body), replace(last, context=Topic.CARD, card=card.id))

    def _next_nearest(self, last: LastSaid) -> Spoken:
        offered = tuple(card for card in last.others if card in self.library.cards)[:_OFFERED_AGAIN]
        opening = self.line("not-that", last, last.question)
        message = offer(offered, last.question, self.library, opening=opening)
        return Spoken(
            message, replace(last, context=Topic.OFFER, card="", offered=offered, others=(), line=opening)
        )

    def _line(self, recognised: Recognised, last: LastSaid, typed: str) -> Spoken:
        kind = self.kinds.acts[recognised.act]
        if card := self._card_of(kind, last):
            return self._with_card(kind, card, last, typed)
        if recognised.language:
            line = recognised.language.reply
        elif recognised.sign in kind.replies:
            line = vary(kind.replies[recognised.sign], last.line, typed)
        else:
            line = self.line(recognised.act, last, typed)
        names = kind.buttons_after(last.context.value)
        if recognised.sign == "bad" or _wants_a_person(recognised.act, last):
            names = ("person", *names)
        buttons = [_button(name, last) for name in dict.fromkeys(names)]
        body: tuple[Block, ...] = _as_blocks(line)
        return Spoken(Message(line, (*body, Buttons(tuple(buttons))) if buttons else body), last.saying(line))

    def _card_of(self, kind: ActKind, last: LastSaid) -> str:
        card = kind.card_for(last.context.value, last.card)
        return card if card in self.library.cards else ""

    def _with_card(self, kind: ActKind, card: str, last: LastSaid, typed: str) -> Spoken:
        spoken = self.card(card, last)
        line = self.line(kind.act, last, typed)
        message = replace(spoken.message, blocks=(text(line), *spoken.message.blocks))
        return Spoken(message, spoken.last.saying(line))


def _with_button(message: Message, button: Button) -> Message:
    """The message with one more button in its last row."""
    *blocks, row = message.blocks
    assert isinstance(row, Buttons)  # noqa: S101 - a part of a card ends with them
    return replace(message, blocks=(*blocks, Buttons((*row.buttons, button))))


def _card_meant(last: LastSaid) -> str:
    """The card that an act refers to: the one shown, of a tip, or the only one offered."""
    if last.context in (Topic.CARD, Topic.TIP):
        return last.card
    return last.offered[0] if last.context is Topic.OFFER and len(last.offered) == 1 else ""


def _as_blocks(line: str) -> tuple[Block, ...]:
    return blocks(line) or (Paragraph(()),)


def _button(name: str, last: LastSaid) -> Button:
    if name == "person":
        return ASK_PERSON.button("Ask a person", last.question or None)
    return _BUTTONS[name]


def _wants_a_person(act: str, last: LastSaid) -> bool:
    if (
        act in ("yes", "thanks", "not-that", "why", "more", "simpler", "shorter")
        and last.context is Topic.REFUSAL
    ):
        return True
    return act == "not-that" or (act == "no" and last.context is Topic.CARD)


ONLY_WORDS = Message(
    "I can only read words",
    (
        text(
            "I can only read words, so I did not look at that. Please write your question. If you need help now, ",
            "write that too, and I show you who is there.",
        ),
    ),
)
