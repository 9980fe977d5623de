"""Makes the client of the language model that may word answers, where the settings name one."""

from bot.core.settings import Settings
from bot.features.asking.distress.detector import DistressDetector, Level
from bot.features.asking.rephrasing import avoided
from bot.features.asking.rephrasing.outcome import Wording


def wording_of(settings: Settings, distress_detector: DistressDetector) -> Wording | None:
    """Its client takes seconds to read, so it is read only where a model is set up."""
    if not settings.has_wording():
        return None
    from bot.features.asking.rephrasing.model import Endpoint, LanguageModel

    key, timeout = settings.wording_key.get_secret_value().strip(), settings.wording_timeout
    return LanguageModel(
        Endpoint(settings.wording_url, settings.wording_model, key, timeout),
        avoided.load(settings.content),
        lambda text: distress_detector.classify(text).level is not Level.NONE,
    )
