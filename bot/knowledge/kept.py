"""What this room can't tell anybody about a person, because it is only a count or has no name."""

COUNTED = (
    "What you asked: we don't keep it. Your chat platform keeps the conversation, like any other.",
    "Whether an answer helped, and what I didn't know: how often, never who.",
    "Questions that you sent to the editors: the words that you saw before sending, without your name.",
)
