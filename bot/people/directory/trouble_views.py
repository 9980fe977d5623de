"""Builds messages for administrators on a platform's current problems and their consequences. Pure."""

from collections.abc import Mapping, Sequence

from bot.conversation.dates import day_in_words
from bot.conversation.message import Bullets, Message, text
from bot.people.directory.platform_troubles import Concern, PlatformTrouble
from bot.people.identity.platform_names import platform_label

_WHAT: Mapping[Concern, tuple[str, str]] = {
    Concern.WORKSPACES: ("the list of workspaces", "Nothing of the platform is kept current."),
    Concern.PEOPLE: ("the list of people", "Until it can, I don't know who is new or has left."),
    Concern.GROUPS: ("the list of groups", "Audiences of groups stay as they were."),
    Concern.CHANNELS: ("the list of channels", "Which channels there are stays as it was."),
    Concern.SENDING: ("our messages", "They wait, and go on by themselves once it is mended."),
}
AGAIN = "It is tried again every night."


def in_words(trouble: PlatformTrouble) -> str:
    """One sentence, without what to do."""
    what, _ = _WHAT[trouble.concern]
    workspace = f" ({trouble.workspace})" if trouble.workspace else ""
    places = f" of {trouble.places}" if trouble.places else ""
    is_not = "are refused" if trouble.concern is Concern.SENDING else "can't be read"
    since = f"since {day_in_words(trouble.since.date())}"
    return (
        f"{platform_label(trouble.platform)}{workspace}: {what}{places} {is_not} {since}: {trouble.reason}."
    )


def what_follows(trouble: PlatformTrouble) -> str:
    return _WHAT[trouble.concern][1]


def report(begun: Sequence[PlatformTrouble]) -> Message:
    """For administrators, on the morning after it began."""
    title = "Something on your chat platform can't be read since last night."
    lines = tuple(text(f"{in_words(trouble)} {what_follows(trouble)}") for trouble in begun)
    return Message(
        title,
        (
            text(title, " All else was read."),
            Bullets(lines),
            text(
                f"{AGAIN} If it stays, tell the people who run Alongside: `python -m bot doctor` shows it, too.",
                quiet=True,
            ),
        ),
    )
