"""The learning feature: short tips, induction and discussion prompts. Its tables and schedules."""

from bot.delivery.calendar.schedules import DefaultSchedule
from bot.features.feature import Feature
from bot.features.learning.content import check
from bot.features.learning.declarations import INDUCTION, NUDGE, PROMPT
from bot.features.learning.discussions import TeamPrompt
from bot.features.learning.personal_data import PERSONAL_DATA
from bot.features.learning.progress import TipProgress

FEATURE = Feature(
    name="learning",
    tables=(
        TipProgress,
        TeamPrompt,
    ),
    message_kinds=(
        INDUCTION,
        NUDGE,
        PROMPT,
    ),
    default_schedules=(
        DefaultSchedule("Weekly tips", "nudges", NUDGE, "0 10 * * thu"),
        DefaultSchedule("Induction", "induction", INDUCTION, "30 9 * * *"),
        DefaultSchedule("Team discussion prompts", "prompts", PROMPT, "0 11 * * thu", every_weeks=2),
    ),
    personal_data=PERSONAL_DATA,
    content=check,
)
