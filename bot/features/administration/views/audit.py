"""Builds the pages of the audit for administrators: who did what, filtered by kind of act. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Self
from zoneinfo import ZoneInfo

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Choice,
    Facts,
    Heading,
    Message,
    Option,
    text,
)
from bot.features.administration.actions import (
    CHECK_AUDIT,
    EVERYTHING,
    EXPORT_AUDIT,
    FILTER_AUDIT,
    TURN_AUDIT_PAGE,
    AuditPage,
)
from bot.people.audit.acts import Act
from bot.people.audit.audit_check import AuditState
from bot.people.audit.audit_log import AuditLine
from bot.people.audit.audit_text import COMPARE, LIMITS, line_in_words, state_text

ACT = "act"
A_PAGE = 10


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """The kind of act that was chosen in the list. None for all."""

    act: Act | None

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(act_named(values.get(ACT, "")))


def act_named(word: str) -> Act | None:
    return Act.named(word) if word in Act.all() else None


def page(
    lines: Sequence[AuditLine],
    newest: Sequence[AuditLine],
    names: Mapping[str, str],
    act: Act | None,
    zone: ZoneInfo,
    *,
    is_first: bool,
) -> Message:
    """`lines` has one more than the page where there are older ones. `newest` is the audit's last line, if any."""
    shown, title = lines[:A_PAGE], act.label if act else "Who did what here"
    bullets: Block = Bullets(
        tuple(text(f"{_when(line, zone)}: {line_in_words(line, names)}") for line in shown)
    )
    return Message(
        title,
        (
            Heading(title),
            bullets if shown else text("Nothing yet."),
            Choice(ACT, "Show", _ACTS, initial=act or EVERYTHING),
            _buttons(act, lines, is_first=is_first),
            *_newest(newest),
        ),
    )


def checked(state: AuditState) -> Message:
    sentence = state_text(state)
    return Message(sentence, (text(sentence), text(COMPARE if state.fault else LIMITS)))


def _newest(newest: Sequence[AuditLine]) -> tuple[Block, ...]:
    """The newest digest, to note elsewhere. While a later check finds it, nothing before it was changed.

    In groups, because not every platform breaks a word that is longer than its column.
    """
    return tuple(
        Facts((("Newest line", str(line.number)), ("Its digest", " ".join(wrap(line.digest, 8)))))
        for line in newest
    )


def _buttons(act: Act | None, lines: Sequence[AuditLine], *, is_first: bool) -> Buttons:
    buttons: list[Button] = [FILTER_AUDIT.button("Show these")]
    kind = act or EVERYTHING
    if len(lines) > A_PAGE:
        buttons.append(TURN_AUDIT_PAGE.button("Older", AuditPage(kind, lines[A_PAGE - 1].number)))
    if not is_first:
        buttons.append(TURN_AUDIT_PAGE.button("Newest", AuditPage(kind)))
    return Buttons((*buttons, CHECK_AUDIT.button("Is it whole?"), EXPORT_AUDIT.button("Download it")))


def _when(line: AuditLine, zone: ZoneInfo) -> str:
    return f"{line.number} · {line.at.astimezone(zone):%Y-%m-%d %H:%M}"


_ACTS = (Option(EVERYTHING, "Everything"), *(Option(act, act.label) for act in Act.all()))
