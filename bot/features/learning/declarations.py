"""Learning: its message kinds."""

from datetime import timedelta

from bot.people.contact.message_kinds import MessageKind, Subscription

_TIPS = Subscription("tips", "short tips", 1)

INDUCTION = MessageKind("induction", 6, "Tips for first weeks", is_counted=True, subscription=_TIPS)
NUDGE = MessageKind("nudge", 7, "Tips", is_counted=True, lasts=timedelta(days=5), subscription=_TIPS)
# To teams' channels, not to a person: never counted.
PROMPT = MessageKind("prompt", 8, "Discussion prompts for teams", singular="a discussion prompt")
