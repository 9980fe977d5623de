"""The actions of the pulse's buttons and forms, with the types of their values."""

from bot.conversation.actions import TEXT, Action, Codec, PlainAction
from bot.features.pulse.draft_answers import DraftAnswers, read

# Without a value, the point that is chosen in the list carries the answers.
STEP: Action[DraftAnswers | None] = Action(
    "pulse.step",
    Codec(
        lambda so_far: so_far.written() if so_far else "",
        lambda written: read(written) if written else None,
    ),
)
ANSWER = Action("pulse.answer", Codec(DraftAnswers.written, read))
HOW_CONFIDENTIAL = PlainAction("pulse.how-confidential")
# The values are the wave's id.
COMMENT = Action("pulse.comment", TEXT)
SEND_COMMENT = Action("pulse.send-comment", TEXT)
# Handled with the digest, which shows them.
RESULTS = PlainAction("results")

CHANGE_SETTINGS = PlainAction("pulse-settings.change")
SAVE_SETTINGS = PlainAction("pulse-settings.save")

# "You said, we did". The values are a group's key, and then a post's id.
OPEN_POST = Action("we-did.open", TEXT)
CHECK_POST = Action("we-did.check", TEXT)
CHANGE_POST = Action("we-did.change", TEXT)
SEND_POST = Action("we-did.post", TEXT)
LEAVE_POST = Action("we-did.leave", TEXT)
TAKE_POST_BACK = Action("we-did.take-back", TEXT)
