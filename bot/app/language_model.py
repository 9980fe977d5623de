"""Builds the client of the optional language model that rephrases answers, if the settings name one."""

from bot.core.settings import Settings
from bot.features.asking.distress.detector import DistressDetector, Level
from bot.features.asking.rephrasing import avoided_phrases
from bot.features.asking.rephrasing.outcome import Rephraser


def rephraser_of(settings: Settings, distress_detector: DistressDetector) -> Rephraser | None:
    """Imports the client only when a model is set up, because the import takes seconds."""
    if not settings.has_wording():
        return None
    from bot.features.asking.rephrasing.model import Endpoint, LanguageModel

    key, timeout = settings.wording_key.get_secret_value().strip(), settings.wording_timeout
    return LanguageModel(
        Endpoint(settings.wording_url, settings.wording_model, key, timeout),
        avoided_phrases.load(settings.content),
        lambda text: distress_detector.classify(text).level is not Level.NONE,
    )
