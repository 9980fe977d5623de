"""The digest feature: what leaders read each week. Its permission and schedule."""

from bot.delivery.calendar.schedules import DefaultSchedule
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.feature import Feature
from bot.people.contact.message_kinds import DIGEST

FEATURE = Feature(
    name="digest",
    permissions=(SEE_DIGEST,),
    default_schedules=(DefaultSchedule("Weekly digest", "digests", DIGEST, "0 9 * * mon"),),
)
