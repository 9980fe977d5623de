"""Builds a page of comments for leaders of the whole organisation."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from bot.conversation.message import Buttons, Heading, Message, Quote, Span, saying, text
from bot.features.digest.actions import READ_COMMENTS, CommentsPage
from bot.features.pulse.waves.counting import COMMENTS_FROM

# Slack has room for 10,000 characters in a message, and a comment may have 500.
_AT_ONCE = 15

_TITLE = "What people added in their own words"
_HOW_TO_READ = (
    "No name, team or time is stored with them, and their order is shuffled each time. "
    "Please don't try to guess who wrote what."
)
TOO_FEW = saying(
    f"There are no comments to read: fewer than {COMMENTS_FROM} people wrote one, or they are deleted by now."
)
FOR_LEADERS_OF_EVERYONE = saying("Comments are about the whole organisation, so only its leaders read them.")


def read(comments: Sequence[str], page: CommentsPage) -> Message:
    """The order is random, and stays the same on the next page."""
    shuffled = sorted(comments, key=lambda comment: sha256(f"{page.order} {comment}".encode()).digest())
    last = page.first + _AT_ONCE
    quotes = tuple(Quote((Span(comment),)) for comment in shuffled[page.first : last])
    left = len(comments) - last
    more = READ_COMMENTS.button(f"{left} more", replace(page, first=last))
    read_on = (Buttons((more,)),) if left > 0 else ()
    return Message(_TITLE, (Heading(_TITLE), text(_HOW_TO_READ, quiet=True), *quotes, *read_on))
