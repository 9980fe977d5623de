"""What somebody reads who has as many questions waiting as they may have."""

from bot.features.escalation.asking import MOST_OPEN

ENOUGH_OPEN = (
    f"{MOST_OPEN} questions of yours wait for an answer, which is as many as can wait at a time. Nothing you wrote "
    "here is lost: send this once one is answered, or take one back that you no longer need."
)
