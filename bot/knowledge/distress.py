"""Words of distress, seen before anything else is done with a message. Nothing is stored, logged or scored."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.knowledge.distress_net import Encodes, Net, examples
from bot.knowledge.distress_signs import Sign, Signs
from bot.knowledge.distress_signs import load as load_signs


class Level(StrEnum):
    """DOUBT gets its ordinary answer, with the signpost in one line below."""

    NONE = "none"
    DOUBT = "doubt"
    DISTRESS = "distress"


class About(StrEnum):
    SELF = "self"
    SOMEBODY_ELSE = "somebody_else"


@dataclass(frozen=True, slots=True)
class Sight:
    """`is_abuse`: lines for people who are hurt by others fit too."""

    level: Level
    about: About
    is_abuse: bool = False


_RANK = (Level.NONE, Level.DOUBT, Level.DISTRESS)
_ABUSE = frozenset(("done_to_me", "done_to_other"))
_FIRST_PERSON = frozenset("i im ive id ill me my myself us our".split())
# Thresholds on the net, set on lines that it had not learned from: see tests/data/distress.
_SURE, _SURE_OF_WORK_TALK, _IN_DOUBT = 0.55, 0.85, 0.35
_WORK_TALK = ("script", "supposed", "asked", "topic", "negated", "past")


class Watch:
    """Explicit phrases decide; what they do not know, a net may see. Works without the net."""

    def __init__(self, signs: Signs, net: Net | None = None) -> None:
        self._signs = signs
        self._net = net

    def look(self, text: str) -> Sight:
        read = self._signs.read(text)
        found = dict.fromkeys(self._signs.found(read))
        level = max((self._weigh(sign, read) for sign in found), key=_RANK.index, default=Level.NONE)
        if level is not Level.DISTRESS and self._net:
            level = max(level, self._second_look(self._net, text, read), key=_RANK.index)
        framed = self._signs.framed
        other = framed("somebody_else", read) or (
            framed("third_person", read) and not framed("first_person", read)
        )
        is_abuse = framed("abuse", read) or any(sign.kind in _ABUSE for sign in found)
        return Sight(level, About.SOMEBODY_ELSE if other else About.SELF, is_abuse)

    def _weigh(self, sign: Sign, read: str) -> Level:
        return Level.DOUBT if self._is_work_talk(sign, read) else Level.DISTRESS

    def _is_work_talk(self, sign: Sign, read: str) -> bool:
        framed = self._signs.framed
        if any(framed(kind, sign.sentence) for kind in ("script", "negated", "supposed")):
            return True
        if self._is_told_for_the_job(read):
            return True
        # "I want to die, can I come off the training" is about the person, whatever else it mentions.
        if not _FIRST_PERSON.isdisjoint(sign.words.split()) or framed("immediate", sign.sentence):
            return False
        return framed("asked", sign.sentence) or framed("topic", sign.sentence)

    def _is_told_for_the_job(self, read: str) -> bool:
        framed = self._signs.framed
        return framed("past", read) and framed("work_question", read) and not framed("returned", read)

    def _second_look(self, net: Net, text: str, read: str) -> Level:
        if text.rstrip().endswith("?") and self._signs.is_fragment(read):
            return Level.NONE
        likely = net.likelihood(text)
        work_talk = any(self._signs.framed(kind, read) for kind in _WORK_TALK)
        if likely >= (_SURE_OF_WORK_TALK if work_talk else _SURE):
            return Level.DISTRESS
        return Level.DOUBT if likely >= _IN_DOUBT else Level.NONE


def load(root: Path, encoder: Encodes | None = None, directory: Path | None = None) -> Watch:
    """Without an encoder the phrases watch alone, and see less. `directory` keeps the trained net."""
    signs = load_signs(root)
    if encoder is None:
        return Watch(signs)
    if directory is None:
        return Watch(signs, Net.trained(encoder, signs.read, examples(root)))
    return Watch(signs, Net.opened(encoder, signs.read, root, directory))
