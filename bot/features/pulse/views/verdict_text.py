"""Puts the verdict on the headline item into words."""

from bot.features.pulse.verdict import Changed, NoClearChange, TooEarly, Verdict


def verdict_in_words(judged: Verdict | None) -> str:
    """Such as "down by about 14 in 100 since the first 6 rounds". Empty without a verdict."""
    match judged:
        case None:
            return ""
        case TooEarly(waves):
            rounds = "one more round" if waves == 1 else f"{waves} more rounds"
            return f"a change can first be called after {rounds} of questions"
        case NoClearChange():
            return "no clear change"
        case Changed(points, is_up, baseline):
            size = "" if points is None else f" by about {abs(points)} in 100"
            return f"{'up' if is_up else 'down'}{size} since the first {baseline} rounds"
