"""Lets peer workers join and leave the network, see its members, and post the question of the month."""

from functools import partial

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.context import Context
from bot.features.peer_network.actions import (
    ASK_NETWORK,
    CLOSE,
    JOIN,
    JOIN_CHANNEL,
    LEAVE,
    NETWORK,
    OPEN_ASKING,
    OPEN_CHANNEL,
    OPEN_JOINING,
    SHOW_MEMBERS,
)
from bot.features.peer_network.channel import Joining, OwnChannel
from bot.features.peer_network.declarations import USE_PEER_NETWORK
from bot.features.peer_network.prompts import offered
from bot.features.peer_network.service import Network
from bot.features.peer_network.views import channel as channel_views
from bot.features.peer_network.views import network as views
from bot.features.peer_profiles.views.directory import outdated
from bot.people.access.allowances import TO_COLLEAGUES

routes = Routes()

_on = partial(routes.on, needs=USE_PEER_NETWORK, leaves_no_trace=True)
"""Neither that somebody looked nor what they typed is written down."""


@routes.word("peer network", needs=USE_PEER_NETWORK)
@routes.on(NETWORK, needs=USE_PEER_NETWORK)
async def network(request: Request, services: Context) -> Reply:
    return Say(views.hub(), private=True)


@_on(SHOW_MEMBERS, opens_form=True)
async def show(request: Request, services: Context) -> Reply:
    members = await _network(services).seen_by(request.sender)
    return Open(views.outside() if members is None else views.everybody(members))


@_on(OPEN_JOINING, opens_form=True)
async def open_joining(request: Request, services: Context) -> Reply:
    if not await _network(services).may_join(request.sender):
        return Open(views.not_for_you())
    members = await _network(services).seen_by(request.sender) or ()
    return Open(views.joining_form("".join(member.line for member in members if member.is_me)))


@_on(JOIN, composes=True)
async def join(request: Request, services: Context) -> Reply:
    own = views.OwnLine.read(request.values)
    me = await _network(services).join(request.sender, own.line)
    if not me:
        return Faults({"": views.NOT_FOR_YOU})
    await services.open_forms.replace(me, outdated())
    return Say(views.JOINED, private=True)


@_on(LEAVE)
async def leave(request: Request, services: Context) -> Reply:
    me = await _network(services).leave(request.sender)
    await services.open_forms.replace(me, outdated())
    is_out = await _channel(services).leave(request.sender)
    return Say(views.LEFT if is_out else channel_views.LEFT_NETWORK_ALONE, private=True)


@_on(OPEN_CHANNEL, opens_form=True)
async def open_channel(request: Request, services: Context) -> Reply:
    if await _network(services).seen_by(request.sender) is None:
        return Open(views.outside())
    can = services.channel_makers.on(request.sender.platform)
    return Open(channel_views.offer() if can else channel_views.by_hand())


@_on(JOIN_CHANNEL, at_most=TO_COLLEAGUES)
async def join_channel(request: Request, services: Context) -> Reply:
    match await _channel(services).join(request.sender):
        case Joining.IN:
            return Say(channel_views.IN, private=True)
        case Joining.OUTSIDE:
            return Open(views.outside())
        case Joining.NOT_NOW:
            return Faults({"": channel_views.NOT_NOW})
        case Joining.NOT_ALLOWED:
            can = services.channel_makers.on(request.sender.platform)
            return Open(channel_views.by_hand(can.right if can else ""))


@_on(OPEN_ASKING, opens_form=True)
async def open_asking(request: Request, services: Context) -> Reply:
    question_id = OPEN_ASKING.value_of(request)
    if not await _network(services).is_mine_to_ask(request.sender, question_id):
        return Say(views.NOT_YOURS, private=True)
    return Open(views.asking_form(question_id, offered(services.prompts, services.clock.now().date())))


@_on(ASK_NETWORK, composes=True, at_most=TO_COLLEAGUES)
async def send(request: Request, services: Context) -> Reply:
    ours = offered(services.prompts, services.clock.now().date())
    question = views.QuestionToAsk.read(request.values, ours)
    if isinstance(question, Faults):
        return question
    question_id = ASK_NETWORK.value_of(request)
    is_sent = await _network(services).ask(request.sender, question_id, question.words)
    return Say(views.SENT if is_sent else views.NOT_YOURS, private=True)


@_on(CLOSE)
async def close(request: Request, services: Context) -> Reply:
    return None


def _channel(services: Context) -> OwnChannel:
    return OwnChannel(services.database, services.clock, services.channel_makers)


def _network(services: Context) -> Network:
    return Network(services.database, services.clock)
