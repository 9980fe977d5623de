"""Kinds of distress that were missed once: other languages, means and plans, counted tablets."""

import pytest

from bot.features.asking.distress.detector import DistressDetector, Level

# Written by nobody who was in distress; the first line of each pair says it, the second is ordinary.
ELSEWHERE = [
    ("ya no quiero vivir, estoy cansada", "quiero saber más sobre el trabajo entre pares"),
    ("je n'en peux plus, je vais me tuer", "je voudrais parler à quelqu'un du planning"),
    ("ich möchte einfach nur sterben", "ich möchte mehr über Genesungsbegleitung wissen"),
    ("Nie chcę już żyć.", "chcę wiedzieć więcej o tej pracy"),
    ("я больше не могу, хочу умереть", "я хочу узнать больше об этой работе"),
    ("لا أريد أن أعيش", "أريد أن أعرف أكثر"),
    ("मैं मरना चाहता हूँ।", "मैं और जानना चाहता हूँ।"),
    ("ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ", "ਮੈਂ ਹੋਰ ਜਾਣਨਾ ਚਾਹੁੰਦਾ ਹਾਂ"),
    ("waxaan rabaa inaan dhinto", "waxaan rabaa inaan barto"),
    ("我不想活了", "我想知道更多"),
    ("もう死にたいです。", "もっと知りたいです。"),
    ("อยากตาย", "อยากรู้เพิ่มเติม"),
    ("dwi isio marw", "dwi isio dysgu mwy"),
]


@pytest.mark.parametrize(("grim", "ordinary"), ELSEWHERE)
def test_wanting_to_die_is_recognised_in_other_languages(
    distress_detector: DistressDetector, grim: str, ordinary: str
) -> None:
    assert distress_detector.classify(grim).level is Level.DISTRESS
    assert distress_detector.classify(ordinary).level is Level.NONE


@pytest.mark.parametrize(
    "line",
    [
        "I've taken forty paracetamol",
        "took all my lithium at once, feel funny",
        "she has a plan and a date",
        "I have a rope in the garage",
        "he says he will join his wife, she passed in May",
        "the voice keeps saying jump",
        "what is the point of me",
    ],
)
def test_means_plans_and_voices_bring_the_signpost(distress_detector: DistressDetector, line: str) -> None:
    assert distress_detector.classify(line).level is Level.DISTRESS


@pytest.mark.parametrize(
    "line",
    [
        "our peer worker has a plan and a date for the first group",
        "cheers, I'll ask our peer how she feels about it on Monday",
        "thanks, but who do I tell if she is unsafe?",
        "I'm done with the training, sorry everyone for the delay",
        "how many peers can join a family after somebody died",
    ],
)
def test_ordinary_lines_with_the_same_words_never_bring_the_signpost(
    distress_detector: DistressDetector, line: str
) -> None:
    assert distress_detector.classify(line).level is not Level.DISTRESS
