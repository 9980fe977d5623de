"""The recurring jobs, by the name that schedules carry. A new one is a file here and a line in this list."""

from collections.abc import Mapping

from bot.delivery.expand import Job
from bot.services import Services
from schedules.induction import Induction
from schedules.nudges import Nudges
from schedules.prompts import Prompts
from schedules.pulses import Closing, Pulses
from schedules.retention import Periods, Retention
from schedules.reviews import ReviewReminders


def all_jobs(services: Services, periods: Periods = Periods()) -> Mapping[str, Job]:  # noqa: B008 - frozen
    return {
        "nudges": Nudges(services.database, services.tracks).drafts,
        "induction": Induction(services.database, services.tracks).drafts,
        "prompts": Prompts(services.database, services.tracks).drafts,
        "pulses": Pulses(services.database, services.items, services.seal).drafts,
        "role-pulses": Pulses(services.database, services.items, services.seal, for_roles=True).drafts,
        "closing": Closing(services.database, services.clock).drafts,
        "reviews": ReviewReminders(services.database, services.library).drafts,
        "retention": Retention(services.database, services.clock, periods).drafts,
    }
