"""The recurring jobs, by the name that schedules carry. A new one is a file here and a line in this list."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot.delivery.expand import Job
from bot.knowledge.composing import warning
from bot.knowledge.local_cards import NEWS
from bot.people.directory import Directory, Rules
from bot.people.role_news import JOB
from bot.questions.asking import LETTER, LOOK, OFFER
from bot.services import Services
from schedules.broadcast_notices import BroadcastNotices, BroadcastProgress
from schedules.broadcasts import Broadcasts
from schedules.digests import Digests
from schedules.induction import Induction
from schedules.local_cards import CardNews
from schedules.nudges import Nudges
from schedules.people import KeepingPeople
from schedules.prompts import Prompts
from schedules.pulses import Closing, Pulses
from schedules.questions import Questions
from schedules.retention import Retention
from schedules.reviews import ReviewReminders
from schedules.roles import RoleNotices
from schedules.we_did import WeDidPosts


def all_jobs(
    services: Services,
    directories: Sequence[Directory] = (),
    rules: Rules = Rules(),  # noqa: B008 - frozen
) -> Mapping[str, Job]:
    people = KeepingPeople(
        services.database, services.organisation, services.clock, services.joining, directories, rules
    )
    questions = Questions(services.database, services.clock)
    warn = partial(warning, services.watch, services.signposts)
    following = BroadcastProgress(services.database, services.clock)
    return {
        "nudges": Nudges(services.database, services.tracks, services.items).drafts,
        "induction": Induction(services.database, services.tracks).drafts,
        "prompts": Prompts(services.database, services.tracks).drafts,
        "pulses": Pulses(services.database, services.items, services.seal, paces=services.paces).drafts,
        "role-pulses": Pulses(
            services.database, services.items, services.seal, for_roles=True, paces=services.paces
        ).drafts,
        "closing": Closing(services.database, services.clock).drafts,
        "digests": Digests(
            services.database, services.items, services.timetable, services.clock, services.paces
        ).drafts,
        "we-did": WeDidPosts(services.database).drafts,
        NEWS: CardNews(services.database).drafts,
        OFFER: questions.offers,
        LETTER: questions.letters,
        LOOK: questions.looks,
        "reviews": ReviewReminders(services.database, lambda: services.library).drafts,
        "broadcast": Broadcasts(services.database).drafts,
        "broadcast-notice": BroadcastNotices(services.database, warn).drafts,
        "broadcast-progress": following.drafts,
        "broadcast-look": following.looks,
        "people": people.drafts,
        JOB: RoleNotices(services.database).drafts,
        "retention": Retention(services.database, services.clock, services.keeps).drafts,
    }
