"""Detects distress in a message before any other step; stores and logs nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import structlog

from bot.features.asking.distress.classifier import DistressClassifier, Encodes
from bot.features.asking.distress.examples import examples
from bot.features.asking.distress.signs import Sign, Signs
from bot.features.asking.distress.signs import load as load_signs

log = structlog.get_logger()


class Level(StrEnum):
    """DOUBT gets the ordinary answer with one signpost line below."""

    NONE = "none"
    DOUBT = "doubt"
    DISTRESS = "distress"


class About(StrEnum):
    SELF = "self"
    SOMEBODY_ELSE = "somebody_else"


@dataclass(frozen=True, slots=True)
class DistressFinding:
    """What was detected. `is_abuse`: lines for people who are hurt by others apply too."""

    level: Level
    about: About
    is_abuse: bool = False


_RANK = (Level.NONE, Level.DOUBT, Level.DISTRESS)
_ABUSE = frozenset(("done_to_me", "done_to_other"))
# The classifier can't lower these: it knows English only, and a number of tablets leaves no doubt.
_CERTAIN = frozenset(("other_languages", "overdose"))
_FIRST_PERSON = frozenset("i im ive id ill me my myself us our".split())
# Thresholds on the classifier's score, tuned on held-out lines: see tests/data/distress.
_SURE, _SURE_OF_WORK_TALK, _IN_DOUBT = 0.07, 0.2, -0.08
_ORDINARY, _QUITE_ORDINARY = -0.3, -0.7
_MOST_SENTENCES = 3
_WORK_TALK = ("script", "supposed", "asked", "duty", "topic", "negated", "past")


class Scores(Protocol):
    """The interface of a classifier: about 1 for distress, about -1 for ordinary talk."""

    def score(self, text: str) -> float: ...


class DistressDetector:
    """Explicit phrases decide first; the classifier may add to them. Works without the classifier.

    It fails safe: without the phrases everyone gets the signpost; without the classifier everyone gets its
    one line.
    """

    def __init__(self, signs: Signs, classifier: Scores | None = None) -> None:
        self._signs = signs
        self._classifier = classifier

    def classify(self, text: str) -> DistressFinding:
        try:
            return self._classify(_without_lone_surrogates(text))
        except Exception as error:  # noqa: BLE001 - whatever fails here, somebody may need the signpost
            log.error("distress_detection_failed", error=type(error).__name__)
            return DistressFinding(Level.DISTRESS, About.SELF)

    def _classify(self, text: str) -> DistressFinding:
        read = self._signs.read(text)
        signs = dict.fromkeys(self._signs.matches(read))
        level = max(
            (self._weigh(sign, read) for sign in signs),
            key=_RANK.index,
            default=self._level_without_sign(read),
        )
        if self._signs.is_short_cry(read):
            return DistressFinding(Level.DISTRESS, self._about(read), self._is_abuse(read, signs))
        if self._classifier and not any(sign.kind in _CERTAIN for sign in signs):
            level = self._adjust_by_classifier(
                self._classifier, text, read, level, [sign.sentence for sign in signs]
            )
        return DistressFinding(level, self._about(read), self._is_abuse(read, signs))

    def _about(self, read: str) -> About:
        has_frame = self._signs.has_frame
        other = has_frame("somebody_else", read) or (
            has_frame("third_person", read) and not has_frame("first_person", read)
        )
        return About.SOMEBODY_ELSE if other else About.SELF

    def _is_abuse(self, read: str, signs: Iterable[Sign]) -> bool:
        return self._signs.has_frame("abuse", read) or any(sign.kind in _ABUSE for sign in signs)

    def _weigh(self, sign: Sign, read: str) -> Level:
        return Level.DOUBT if self._is_work_talk(sign, read) else Level.DISTRESS

    def _level_without_sign(self, read: str) -> Level:
        """One line below the card on what to do when abuse is disclosed."""
        return (
            Level.DOUBT
            if self._signs.has_frame("duty", read) and self._signs.has_frame("abuse", read)
            else Level.NONE
        )

    def _is_work_talk(self, sign: Sign, read: str) -> bool:
        has_frame = self._signs.has_frame
        if any(has_frame(kind, sign.sentence) for kind in ("script", "negated", "supposed")):
            return True
        if self._is_question_of_duty(read):
            return True
        if self._is_told_for_the_job(read):
            return True
        # "I want to die, can I come off the training" is about the person, whatever else it mentions.
        if not _FIRST_PERSON.isdisjoint(sign.words.split()) or has_frame("immediate", sign.sentence):
            return False
        return has_frame("asked", sign.sentence) or has_frame("topic", sign.sentence)

    def _is_question_of_duty(self, read: str) -> bool:
        """Whether it asks what to do about somebody else, and not while it happens."""
        has_frame = self._signs.has_frame
        return (
            has_frame("duty", read)
            and self._about(read) is About.SOMEBODY_ELSE
            and not has_frame("under_way", read)
        )

    def _is_told_for_the_job(self, read: str) -> bool:
        has_frame = self._signs.has_frame
        return (
            has_frame("past", read) and has_frame("work_question", read) and not has_frame("returned", read)
        )

    def _adjust_by_classifier(
        self, classifier: Scores, text: str, read: str, level: Level, sentences: list[str]
    ) -> Level:
        """The classifier's view: it can detect what no phrase covers, and recognises ordinary talk with grim
        words.
        """
        try:
            if level is Level.NONE and self._is_too_little(text, read):
                return Level.NONE
            whole = classifier.score(text)
            score = max((whole, *map(classifier.score, sentences[:_MOST_SENTENCES])))
            if level is Level.DISTRESS:
                return _lower_by_score(score)
            if level is Level.DOUBT and self._signs.has_frame("script", read) and whole < _ORDINARY:
                return Level.NONE
            return max(level, self._by_score(score, read), key=_RANK.index)
        except Exception as error:  # noqa: BLE001 - as above
            log.error("distress_classifier_failed", error=type(error).__name__)
            return max(level, Level.DOUBT, key=_RANK.index)

    def _is_too_little(self, text: str, read: str) -> bool:
        """Whether the classifier alone may not decide: a few harmless words, or the rest of a question."""
        if self._signs.is_short_and_harmless(read):
            return True
        return text.rstrip().endswith("?") and self._signs.is_fragment(read)

    def _by_score(self, score: float, read: str) -> Level:
        work_talk = any(self._signs.has_frame(kind, read) for kind in _WORK_TALK)
        if score >= (_SURE_OF_WORK_TALK if work_talk else _SURE):
            return Level.DISTRESS
        return Level.DOUBT if score >= _IN_DOUBT else Level.NONE


def _without_lone_surrogates(text: str) -> str:
    """Removes half an emoji, which some platforms leave at a cut and later steps cannot read."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _lower_by_score(score: float) -> Level:
    """The level of an explicit phrase where the classifier recognises ordinary talk."""
    if score >= _ORDINARY:
        return Level.DISTRESS
    return Level.DOUBT if score >= _QUITE_ORDINARY else Level.NONE


def load(root: Path, encoder: Encodes | None = None, directory: Path | None = None) -> DistressDetector:
    """Loads the detector.

    Without an encoder only the phrases work. `directory` caches the trained classifier.
    """
    signs = load_signs(root)
    if encoder is None:
        return DistressDetector(signs)
    if directory is None:
        return DistressDetector(signs, DistressClassifier.trained(encoder, signs.read, examples(root)))
    return DistressDetector(signs, DistressClassifier.opened(encoder, signs.read, root, directory))
