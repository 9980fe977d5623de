"""Lists the tools under "Your tools" at home: permission, label and action of each; those of a role first."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from bot.conversation.message import Button
from bot.features.administration.actions import ADMINISTRATION, AUDIT, DELIVERIES
from bot.features.administration.declarations import (
    MANAGE_ROLES,
    MANAGE_SCHEDULES,
    MANAGE_SETTINGS,
    SEE_AUDIT,
    SEE_DELIVERIES,
)
from bot.features.announcements.actions import LIST as ANNOUNCEMENTS
from bot.features.announcements.declarations import ANNOUNCE
from bot.features.asking.actions import GAPS, LOCAL_CARDS, REVIEWS, LocalCardsPage
from bot.features.asking.declarations import PROPOSE_ANSWERS, SEE_GAPS
from bot.features.digest.actions import DIGEST, RECORDS
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.escalation.actions import INBOX
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.peer_network.actions import NETWORK
from bot.features.peer_network.declarations import NOT_FOR, USE_PEER_NETWORK
from bot.features.peer_profiles.actions import OWN_ENTRY, REQUESTS
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.shadowing.declarations import COME_ALONG
from bot.features.shared_actions import COME_ALONG as SHOW_COME_ALONG
from bot.features.shared_actions import SCHEDULES
from bot.features.word_check.actions import LANGUAGE
from bot.people.access.actions import ROLES
from bot.people.access.permissions import ASK, Permission, may
from bot.people.access.roles import Role
from bot.people.audiences.actions import LIST as AUDIENCES

_TOOLS: tuple[tuple[Permission, str, Callable[[str], Button]], ...] = (
    (SEE_DIGEST, "The digest", DIGEST.button),
    (SEE_DIGEST, "Report and figures", RECORDS.button),
    (ANSWER_QUESTIONS, "Colleagues' questions", INBOX.button),
    (ANNOUNCE, "Announcements", ANNOUNCEMENTS.button),
    (ANNOUNCE, "Audiences", AUDIENCES.button),
    (PROPOSE_ANSWERS, "Our own answers", partial(LOCAL_CARDS.button, value=LocalCardsPage())),
    (SEE_GAPS, "What is missing", GAPS.button),
    (SEE_GAPS, "Cards to review", REVIEWS.button),
    (MANAGE_ROLES, "Who does what", ROLES.button),
    (MANAGE_SCHEDULES, "When messages go out", SCHEDULES.button),
    (SEE_DELIVERIES, "What was sent", DELIVERIES.button),
    (MANAGE_SETTINGS, "What applies to everybody", ADMINISTRATION.button),
    (SEE_AUDIT, "Who did what, when", AUDIT.button),
    (COME_ALONG, "Come along with a peer worker", SHOW_COME_ALONG.button),
    (USE_PEER_DIRECTORY, "Requests for peer support", REQUESTS.button),
    (ASK, "Check my words", LANGUAGE.button),
    (USE_PEER_NETWORK, "The peer workers' network", NETWORK.button),
    (USE_PEER_DIRECTORY, "Your own entry", OWN_ENTRY.button),
)


def has_tools_of_a_role(roles: Collection[Role]) -> bool:
    return any(may(roles, needed) and not may((Role.STAFF,), needed) for needed, _, _ in _TOOLS)


def tools_of(roles: Collection[Role]) -> Sequence[Button]:
    not_theirs = {USE_PEER_NETWORK} if NOT_FOR & set(roles) else set()
    open_to_them = [tool for tool in _TOOLS if may(roles, tool[0]) and tool[0] not in not_theirs]
    return [leads_to(label) for _, label, leads_to in open_to_them]
