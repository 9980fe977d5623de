"""Sets the similarity that a line needs for an act, and which acts fit the bot's last message."""

import re
from collections.abc import Mapping

from bot.features.asking.conversation.last_said import Topic
from bot.features.asking.conversation.line_classifier import COMMAND
from bot.features.asking.retrieval.subject import PEER_WORK

# The amount by which a fitting context raises the similarity.
NEAR_CONTEXT = 0.07
LONG, LONG_QUESTION = 14, 12
_SHORT = 8
FITS: Mapping[Topic, frozenset[str]] = {
    Topic.CARD: frozenset("more shorter simpler again why source certainty not-that thanks praise".split()),
    Topic.OFFER: frozenset("choose not-that no".split()),
    Topic.TIP: frozenset("stop source why again choose continue-later thanks who-are-you".split()),
    Topic.DIGEST: frozenset(("certainty", "stop", "command:digest", "command:figures")),
    Topic.REFUSAL: frozenset("yes no person why not-that insult thanks correction".split()),
    Topic.PULSE: frozenset("no stop simpler why who-sees continue-later wait".split()),
    Topic.ANNOUNCEMENT: frozenset("thanks continue-later greeting stop".split()),
    Topic.DISTRESS: frozenset("no robot? not-that yes thanks".split()),
    Topic.NONE: frozenset(),
}


Thresholds = tuple[float, float]
AFTER_SEARCH: Thresholds = (0.22, 0.05)
AFTER_SEARCH_ASKING: Thresholds = (0.28, 0.05)


# Acts that do not refer to an answer, and so do not follow up on one.
SOCIAL = frozenset(
    "small-talk weather joke insult praise stop continue-later wait bye test greeting thanks person robot? "
    "who-are-you other-language".split()
)
# Such a line is about colleagues, not about the bot's last message.
_OTHERS = re.compile(r"\b(she|he|they|her|him|his|them|their)\b")
# The asker, or the bot: then such a line may be to the bot after all ("do they see what I ask").
_TO_US = re.compile(r"\b(i|me|my|we|us|our|you|your|this|here|bot)\b")
# A lone question word asks about the previous answer. It is no speech act unless it is a known phrase.
BARE = re.compile(
    r"(?:(?:and|but|so|ok|for|to|by|with|from|at|in|of|on|about|since|until) ){0,2}"
    r"(?:what|who|whom|whose|where|when|which|how (?:often|long|many|much|soon|far|old|big))(?: (?:to|for|with|from|by|exactly|then))?"
)
# The pulse has a card of its own; what the bot sees of questions is another matter.
_SECRECY_OF_THE_PULSE = re.compile(
    r"\b(?:pulse|surveys?|poll|ballot)\b.*\b(?:anonym|confiden|private|secret|trace)|\b(?:anonym|confiden|private|secret)\w*\b.*\b(?:pulse|survey|poll|ballot)\b"
)
# What asks for a number, or whether an answer holds elsewhere, is about a card: "how often must we repeat it".
_OF_A_CARD = re.compile(
    r"(?:and |but |so |ok )?(?:(?:how (?:many|much|often|long|soon)|even|not even)\b|(?:do|does|should|must|may) (?:i|we|they|he|she) |"
    r"who (?!sees|reads|says|made|built|wrote|owns|runs|am|are|is|the|on|in)\w+)"
)


# While an answer is open, a line is more often about it than chat, and a word that no example of the act has
# is about peer work: "why are they on my ward". On 138 lines written for this, 51% were read rightly before and
# 70% after; of the 180 conversation lines none was lost (2026-11-30).
_OPEN = frozenset((Topic.CARD, Topic.OFFER, Topic.REFUSAL))
_OF_ITS_TEXT = frozenset(("more", "why", "source", "certainty"))
_ON_A_CARD, _WITH_NEW_WORDS = 0.3, 0.45


# A tool shows what is ours; the figures of an answer are asked for without such a word.
_OUR_TOOL = re.compile(r"\b(?:our|ours|my|mine|open|show|list)\b")


def is_chat(name: str, line: str, score: float, after: Topic, is_known: bool) -> bool:
    """Whether an act may take a line that only resembles its examples.

    `is_known`: they have all its content words.
    """
    if is_the_peers_secret(name, line, after):
        return False
    if after not in _OPEN:
        return True
    if after is not Topic.REFUSAL and name.startswith(COMMAND):
        return bool(_OUR_TOOL.search(line))
    if after is Topic.CARD and score < _ON_A_CARD:
        return False
    return is_known or (score >= _WITH_NEW_WORDS and name not in _OF_ITS_TEXT)


def asks(line: str) -> bool:
    return bool(_ASKS.match(line))


def is_the_peers_secret(act: str, line: str, after: Topic) -> bool:
    """Whether "privacy?" or "may a peer see the files" asks of a peer worker, rather than of the bot."""
    is_of_peers = after in (Topic.CARD, Topic.OFFER) or bool(PEER_WORK.search(line))
    return act == "who-sees" and is_of_peers and not _TO_US.search(line)


def is_of_an_answer(line: str, after: Topic) -> bool:
    return _is_about_the_card(line, after) or _is_about_others(line, after)


def _is_about_others(line: str, after: Topic) -> bool:
    """Whether it asks about colleagues: "does she come to handover"."""
    is_open = after in (Topic.CARD, Topic.OFFER)
    return asks(line) and bool(_OTHERS.search(line)) and (is_open or not _TO_US.search(line))


def _is_about_the_card(line: str, after: Topic) -> bool:
    """Whether it asks about what was just answered, or the pulse; it is no act unless it is a known phrase."""
    is_whole = bool(BARE.fullmatch(line) or _SECRECY_OF_THE_PULSE.search(line))
    return is_whole or (after is Topic.CARD and bool(_OF_A_CARD.match(line)))


def thresholds_for(line: str, is_command: bool = False) -> Thresholds:
    """The minimum similarity to an act, and the minimum lead over similarity to a question.

    Tuned on lines outside the examples: a line that asks something is searched unless it is clearly chat.
    """
    if is_command:
        return (0.5, 0.3) if asks(line) else (0.4, 0.15)
    if len(line.split()) > _SHORT:
        return (0.4, 0.2)
    return (0.4, 0.25) if asks(line) else (0.2, 0.06)


_ASKS = re.compile(
    r"(and |but |so |ok |then |even |not even |only |just |what about )*"
    r"(what|who|how|where|when|which|is|are|do|does|did|can|could|should|would|will|may|must|has|have|even|if|in|on|at|for|by)\b"
)
