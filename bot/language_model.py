"""The language model that may word answers, where the settings name one."""

from bot.knowledge import language
from bot.knowledge.distress import Level, Watch
from bot.knowledge.worded import Wording
from bot.settings import Settings


def wording_of(settings: Settings, watch: Watch) -> Wording | None:
    """Its client takes seconds to read, so it is read only where a model is set up."""
    if not settings.has_wording():
        return None
    from bot.knowledge.wording import Endpoint, LanguageModel

    key, timeout = settings.wording_key.get_secret_value().strip(), settings.wording_timeout
    return LanguageModel(
        Endpoint(settings.wording_url, settings.wording_model, key, timeout),
        language.load(settings.content),
        lambda text: watch.look(text).level is not Level.NONE,
    )
