"""Builds the message for a person who already has as many open questions as allowed."""

from bot.features.escalation.question_offers import MOST_OPEN

ENOUGH_OPEN = (
    f"{MOST_OPEN} of your questions are waiting for an answer, and that is as many as can wait at once. What you wrote here is "
    "kept: send it once one is answered, or take one back that you no longer need."
)
