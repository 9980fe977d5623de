"""Maps the name that schedules carry to each job. A new one is a file here and a line in this list."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot.delivery.ledger.expansion import Job
from bot.features.asking.cards.local_cards import NEWS
from bot.features.asking.distress.distress_warning import warning
from bot.features.context import Context
from bot.features.escalation.question_offers import LETTER, LOOK, OFFER
from bot.features.peer_network.channel import OwnChannel
from bot.features.peer_network.members import CHANNEL, PICK, QUESTION
from bot.features.peer_profiles.declarations import PEER_PAGE
from bot.features.peer_profiles.support import request_notices as peers
from bot.features.shadowing import notices as come_along
from bot.people.access.role_notices import JOB
from bot.people.directory.platform_sync import Directory, Rules
from schedules.administration.people_sync import PeopleSync
from schedules.administration.retention import Retention
from schedules.administration.role_notices import RoleNotices
from schedules.administration.unusual_rate import UnusualRates
from schedules.announcements.announcements import Broadcasts
from schedules.announcements.notices import BroadcastNotices, BroadcastProgress
from schedules.asking.local_cards import CardNews
from schedules.asking.reviews import ReviewReminders
from schedules.digest.digests import Digests
from schedules.escalation.questions import Questions
from schedules.learning.induction import Induction
from schedules.learning.nudges import Nudges
from schedules.learning.prompts import Prompts
from schedules.peer_network.channel import NetworkChannel
from schedules.peer_network.questions import NetworkQuestions
from schedules.peer_profiles.page import PeerPage
from schedules.peer_profiles.requests import PeerRequests
from schedules.pulse.pulses import Closing, Pulses
from schedules.pulse.you_said_we_did import WeDidPosts
from schedules.shadowing.come_along import ComeAlong


def all_jobs(
    services: Context,
    directories: Sequence[Directory] = (),
    rules: Rules = Rules(),  # noqa: B008 - frozen
) -> Mapping[str, Job]:
    people = PeopleSync(
        services.database, services.organisation, services.clock, services.merge_policy, directories, rules
    )
    questions = Questions(services.database, services.clock)
    peer_requests = PeerRequests(services.database, services.clock)
    shadowing = ComeAlong(services.database, services.clock)
    network = NetworkQuestions(services.database, services.clock)
    own_channel = OwnChannel(services.database, services.clock, services.channel_makers)
    warn = partial(warning, services.distress_detector, services.signposts)
    following = BroadcastProgress(services.database, services.seal, services.clock)
    return {
        "nudges": Nudges(services.database, services.tracks, services.items).drafts,
        "induction": Induction(services.database, services.tracks).drafts,
        "prompts": Prompts(services.database, services.tracks).drafts,
        "pulses": Pulses(services.database, services.items, services.seal, paces=services.paces).drafts,
        "role-pulses": Pulses(
            services.database, services.items, services.seal, for_roles=True, paces=services.paces
        ).drafts,
        "closing": Closing(services.database, services.seal, services.clock).drafts,
        "digests": Digests(
            services.database,
            services.items,
            services.seal,
            services.timetable,
            services.clock,
            services.paces,
        ).drafts,
        "we-did": WeDidPosts(services.database).drafts,
        NEWS: CardNews(services.database).drafts,
        OFFER: questions.offers,
        LETTER: questions.letters,
        LOOK: questions.looks,
        peers.OFFER: peer_requests.offers,
        peers.NEWS: peer_requests.news,
        peers.LOOK: peer_requests.looks,
        peers.REMIND: peer_requests.reminders,
        come_along.NEWS: shadowing.news,
        come_along.REMIND: shadowing.reminders,
        come_along.AFTER: shadowing.afterwards,
        PICK: network.picks,
        QUESTION: network.questions,
        CHANNEL: NetworkChannel(own_channel).drafts,
        PEER_PAGE: PeerPage(services.database, services.clock, services.peer_page).drafts,
        "reviews": ReviewReminders(services.database, lambda: services.library).drafts,
        "broadcast": Broadcasts(services.database).drafts,
        "broadcast-notice": BroadcastNotices(services.database, warn).drafts,
        "broadcast-progress": following.drafts,
        "broadcast-look": following.looks,
        "people": people.drafts,
        JOB: RoleNotices(services.database).drafts,
        "unusual-rate": UnusualRates(services.database).drafts,
        "retention": Retention(services.database, services.clock, services.retention_defaults).drafts,
    }
