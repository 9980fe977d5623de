"""Builds what both sides are told when a request for peer support moves on, or before it closes by itself."""

from zoneinfo import ZoneInfo

from bot.conversation.dates import day_in_words
from bot.conversation.message import Block, Button, Buttons, Facts, Message, Span, text
from bot.features.peer_profiles.actions import DECLINE_REQUEST, OPEN_REQUEST, OPEN_TIMES, TAKE_BACK
from bot.features.peer_profiles.support.models import PeerRequest, RequestStage
from bot.features.peer_profiles.support.request_notices import RequestNews
from bot.features.peer_profiles.support.service import SeenRequest
from bot.features.peer_profiles.views.requests import ASK, MINE, agreeing, times
from bot.features.shared_actions import FIND_PEER_WORKER


def news(seen: SeenRequest, which: RequestNews, zone: ZoneInfo) -> Message:
    """To the asker, or to who has it."""
    sentence, then = (
        _SAID[which].format(peer=seen.peer or "A peer worker", asker=seen.asker),
        _THEN.get(which, ""),
    )
    blocks: list[Block] = [text(Span(sentence, bold=True), *([f" {then}"] if then else []))]
    if which in (RequestNews.PROPOSED, RequestNews.AGREED):
        blocks.append(Facts(times(seen.request, zone)))
    return Message(sentence, (*blocks, Buttons(_buttons(seen.request, which, zone))))


def reminder(seen: SeenRequest, zone: ZoneInfo) -> Message:
    """Before it closes for want of a time: to who can mend that, and to the other."""
    request = seen.request
    who = seen.peer or "A peer worker" if seen.is_asker else seen.asker
    sentence = _REMINDS[request.stage, seen.is_asker].format(who=who)
    then = f" Without one the request closes on {day_in_words(request.look_at.astimezone(zone).date())}."
    match request.stage, seen.is_asker:
        case RequestStage.PROPOSED, True:
            buttons = agreeing(request, zone)
        case RequestStage.TAKEN, True:
            buttons = (
                OPEN_REQUEST.button("Ask somebody else", None),
                TAKE_BACK.button("Take it back", request.id),
            )
        case RequestStage.PROPOSED, _:
            buttons = (OPEN_TIMES.button("Propose other times", request.id), MINE)
        case _:
            buttons = (
                OPEN_TIMES.button("Propose times", request.id),
                DECLINE_REQUEST.button("Give it back", request.id),
            )
    return Message(sentence, (text(Span(sentence, bold=True), then), Buttons(buttons)))


def _buttons(request: PeerRequest, which: RequestNews, zone: ZoneInfo) -> tuple[Button, ...]:
    match which:
        case RequestNews.PROPOSED:
            return agreeing(request, zone)
        case RequestNews.TAKEN | RequestNews.NOBODY | RequestNews.GIVEN_BACK:
            return (MINE, TAKE_BACK.button("Take it back", request.id))
        case RequestNews.DECLINED | RequestNews.GONE | RequestNews.NEVER_TAKEN:
            return (ASK, FIND_PEER_WORKER.button("Find a peer worker"))
        case RequestNews.NEVER_TIMED | RequestNews.NEVER_CHOSEN_BY_YOU:
            return (ASK,)
        case RequestNews.NO_TIME:
            return (OPEN_TIMES.button("Propose times", request.id), MINE)
        case RequestNews.AGREED:
            other = OPEN_TIMES.button("Propose other times", request.id)
            return (MINE, other, DECLINE_REQUEST.button("Give it back", request.id))
        case _:
            return (MINE,)


_SAID = {
    RequestNews.TAKEN: "{peer} takes your request for peer support.",
    RequestNews.PROPOSED: "{peer} proposes times for your request for peer support.",
    RequestNews.DECLINED: "The person you asked for peer support can't this time.",
    RequestNews.NOBODY: "Nobody has been able to take your request for peer support yet.",
    RequestNews.GONE: "The person you asked for peer support can't be asked here any more.",
    RequestNews.AGREED: "{asker} agrees to a time for peer support.",
    RequestNews.NO_TIME: "{asker} can't come at any of the times that you proposed.",
    RequestNews.TAKEN_BACK: "{asker} doesn't need peer support any more. There is nothing more to do.",
    RequestNews.GIVEN_BACK: "The person who took your request for peer support can't after all.",
    RequestNews.NEVER_TAKEN: "Nobody could take your request for peer support, so it is closed.",
    RequestNews.NEVER_TIMED: "Your request for peer support is closed: no time was proposed for it.",
    RequestNews.NEVER_TIMED_BY_YOU: "{asker}'s request for peer support is closed: you proposed no time for it.",
    RequestNews.NEVER_CHOSEN: "{asker}'s request for peer support is closed: they chose none of your times.",
    RequestNews.NEVER_CHOSEN_BY_YOU: "Your request for peer support is closed: you chose none of the times.",
}
_THEN = {
    RequestNews.TAKEN: "Times to choose from come next.",
    RequestNews.DECLINED: "They needn't say why. You can ask somebody else.",
    RequestNews.NOBODY: "I asked more than once, and it stays open for two weeks. Ask your peer lead meanwhile.",
    RequestNews.GONE: "A time that you agreed to is off. You can ask somebody else.",
    RequestNews.GIVEN_BACK: "They needn't say why, and a time that you agreed to is off. Others are asked now.",
    RequestNews.NEVER_TAKEN: "You can ask once more.",
    RequestNews.NEVER_TIMED: "You can ask once more.",
    RequestNews.NEVER_TIMED_BY_YOU: "If you can still meet, write to them.",
    RequestNews.NEVER_CHOSEN: "There is nothing more to do.",
    RequestNews.NEVER_CHOSEN_BY_YOU: "You can ask once more.",
}
_REMINDS = {
    (RequestStage.TAKEN, True): "{who} took your request for peer support and has proposed no time yet.",
    (RequestStage.TAKEN, False): "You took {who}'s request for peer support and have proposed no time yet.",
    (RequestStage.PROPOSED, True): "{who}'s times for your request for peer support wait for your choice.",
    (RequestStage.PROPOSED, False): "{who} has chosen none of your times for peer support yet.",
}
"""By stage, and whether its asker reads it."""
