"""One group in a digest: the headline and its line, then whatever else was asked there."""

from collections.abc import Sequence

from bot.conversation.message import Block, Bullets, Facts, Heading, Paragraph, Span, text
from bot.digest import words
from bot.digest.told import Section
from bot.digest.trend import trend
from bot.pulse.disclosure import Hidden
from bot.pulse.report import History
from bot.themes import Audience

_ASKED_OF = {
    Audience.PEER_WORKER: "Asked of peer workers only",
    Audience.SUPERVISOR: "Asked of supervisors only",
    Audience.LEADER: "Asked of leaders only",
}


def blocks_of(section: Section, *, draws: bool) -> tuple[Block, ...]:
    """Nothing where there is nothing new. `draws`: with the headline's line over time."""
    if not section.shown and not section.is_news:
        return ()
    return (
        Heading(section.report.name),
        *_headline(section, draws),
        *_items(section),
        *_caution(section),
        *(_organisation_only(section) if section.report.is_everyone else ()),
    )


def counted_with_others(name: str) -> Paragraph:
    return text(
        f"{name} is counted together with other teams, so that no answer can be traced to anyone. "
        "The figures of the whole organisation speak for it too."
    )


def _headline(section: Section, draws: bool) -> tuple[Block, ...]:
    if section.is_counted_with_others:
        return (counted_with_others(section.report.name),)
    if (found := section.headline) is None:
        return ()
    line = trend(found) if draws else None
    statement = Span(f"“{found.item.text}”", italic=True)
    said = Paragraph(words.headline(found, of_everyone=section.report.is_everyone))
    return (said, Paragraph((statement,)), *((line,) if line else ()))


def _items(section: Section) -> tuple[Block, ...]:
    """What everyone was asked, then what only some were."""
    others = [history for history in section.shown if history is not section.headline]
    everyones = [history for history in others if history.audience is Audience.EVERYONE]
    found: list[Block] = [_bullets(everyones)] if everyones else []
    for audience, asked_of in _ASKED_OF.items():
        if asked := [history for history in others if history.audience is audience]:
            found += [Paragraph((Span(f"{asked_of}:", bold=True),)), _bullets(asked)]
    return tuple(found)


def _bullets(histories: Sequence[History]) -> Bullets:
    return Bullets(tuple(Paragraph(words.item(history)) for history in histories))


def _caution(section: Section) -> tuple[Block, ...]:
    return (text(words.CAUTION),) if words.needs_caution(section.shown) else ()


def _organisation_only(section: Section) -> tuple[Block, ...]:
    """The divisions' verdicts, and how many groups are hidden."""
    found = section.headline
    if found is None or isinstance(found.latest.told, Hidden):
        return ()
    hidden = words.not_shown(section.report.hidden)
    return (*_divisions(section, found), *((text(hidden, quiet=True),) if hidden else ()))


def _divisions(section: Section, found: History) -> tuple[Block, ...]:
    divisions = section.report.divisions
    if not divisions:
        return ()
    if all(verdict == found.latest.verdict for _, verdict in divisions):
        return (text(f"The same holds for each division: {', '.join(name for name, _ in divisions)}."),)
    return (Facts(tuple((name, words.sentence(verdict)) for name, verdict in divisions)),)
