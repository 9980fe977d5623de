"""The escalation feature: questions that are passed to a champion. Its tables, permissions and retention."""

from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.escalation.models import Letter, Question
from bot.features.escalation.personal_data import PERSONAL_DATA
from bot.features.escalation.retention import delete_old
from bot.features.feature import Feature
from bot.people.contact.availability import Availability

FEATURE = Feature(
    name="escalation",
    tables=(
        Question,
        Letter,
        Availability,
    ),
    permissions=(ANSWER_QUESTIONS,),
    personal_data=PERSONAL_DATA,
    retention=delete_old,
)
