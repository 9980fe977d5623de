"""Lists the tools under "Your tools" at home: permission, button and action of each."""

from collections.abc import Collection, Sequence

from bot.conversation.message import Button
from bot.features.administration.declarations import (
    MANAGE_ROLES,
    MANAGE_SCHEDULES,
    MANAGE_SETTINGS,
    SEE_AUDIT,
    SEE_DELIVERIES,
)
from bot.features.announcements.declarations import ANNOUNCE
from bot.features.asking.declarations import PROPOSE_ANSWERS, SEE_GAPS
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.peer_network.declarations import USE_PEER_NETWORK
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.shadowing.declarations import COME_ALONG
from bot.people.access.permissions import may
from bot.people.access.roles import Role

_TOOLS = (
    (COME_ALONG, "Come along with a peer worker", "come-along"),
    (USE_PEER_DIRECTORY, "Peer support", "requests"),
    (USE_PEER_NETWORK, "The peer workers' network", "network"),
    (USE_PEER_DIRECTORY, "Your own entry", "entry"),
    (SEE_DIGEST, "The digest", "digest"),
    (SEE_DIGEST, "Report and figures", "records"),
    (ANSWER_QUESTIONS, "Colleagues' questions", "inbox"),
    (ANNOUNCE, "Announcements", "broadcasts"),
    (ANNOUNCE, "Audiences", "audiences"),
    (PROPOSE_ANSWERS, "Our own answers", "local"),
    (SEE_GAPS, "What is missing", "gaps"),
    (SEE_GAPS, "Cards to review", "reviews"),
    (MANAGE_ROLES, "Who does what", "roles"),
    (MANAGE_SCHEDULES, "When messages go out", "schedules"),
    (SEE_DELIVERIES, "What was sent", "deliveries"),
    (MANAGE_SETTINGS, "What applies to everybody", "administration"),
    (SEE_AUDIT, "Who did what, when", "audit"),
)


def tools_of(roles: Collection[Role]) -> Sequence[Button]:
    return [Button(label, action) for needed, label, action in _TOOLS if may(roles, needed)]
