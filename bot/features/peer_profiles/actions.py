"""The actions of the buttons and forms of the directory, of own entries, and of requests for peer support."""

from dataclasses import dataclass
from datetime import datetime

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, Codec, PlainAction


@dataclass(frozen=True, slots=True)
class ChosenTime:
    """Which of the proposed times suits the asker. None: none of them.

    The time itself, not its number: a message may still show times that others have taken the place of.
    """

    request_id: str
    instant: datetime | None


_NO_TIME = "none"


def _write_time(chosen: ChosenTime) -> str:
    return f"{chosen.request_id} {chosen.instant.isoformat() if chosen.instant else _NO_TIME}"


def _read_time(written: str) -> ChosenTime:
    request_id, instant = written.split(" ")
    return ChosenTime(request_id, None if instant == _NO_TIME else _read_instant(instant))


def _read_instant(written: str) -> datetime:
    """Raises ValueError, also for the number of a time, as older releases wrote it."""
    instant = datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError("expected an instant with its offset")
    return instant


# The value is the sentence to search for, or None.
LOOK = Action("peers.look", OPTIONAL_TEXT)
FIND = PlainAction("peers.find")
SHOW_ENTRY = PlainAction("peers.show")
CLOSE = PlainAction("peers.close")

OWN_ENTRY = PlainAction("entry")
WRITE_ENTRY = PlainAction("entry.write")
SAVE_ENTRY = PlainAction("entry.save")
PREVIEW_ENTRY = PlainAction("entry.show")
# With the version that they saw.
PUBLISH_ENTRY = Action("entry.publish", TEXT)
# Asks first.
WITHDRAW_ENTRY = PlainAction("entry.withdraw")
WITHDRAW_NOW = PlainAction("entry.withdraw.now")
CLOSE_ENTRY = PlainAction("entry.close")

REQUESTS = PlainAction("requests")
SHOW_REQUESTS = PlainAction("requests.show")
# With the id of the peer worker whose entry they read, or nothing.
PICK_REQUEST = PlainAction("requests.pick")
OPEN_REQUEST = Action("requests.open", OPTIONAL_TEXT)
ASK_FOR_SUPPORT = PlainAction("requests.ask")
# Each of these with the request's id.
TAKE_REQUEST = Action("requests.take", TEXT)
DECLINE_REQUEST = Action("requests.decline", TEXT)
OPEN_PASSING_ON = Action("requests.pass", TEXT)
PASS_ON = Action("requests.pass.send", TEXT)
OPEN_TIMES = Action("requests.times", TEXT)
PROPOSE_TIMES = Action("requests.propose", TEXT)
TAKE_BACK = Action("requests.back", TEXT)
AGREE_TO_TIME = Action("requests.agree", Codec(_write_time, _read_time))

NUMBERS = PlainAction("requests.numbers")
