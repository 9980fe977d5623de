"""Lists the product's features, one folder each. Add a new feature here."""

from collections.abc import Sequence

from bot.features.administration.feature import FEATURE as ADMINISTRATION
from bot.features.announcements.feature import FEATURE as ANNOUNCEMENTS
from bot.features.asking.feature import FEATURE as ASKING
from bot.features.digest.feature import FEATURE as DIGEST
from bot.features.escalation.feature import FEATURE as ESCALATION
from bot.features.feature import Feature
from bot.features.learning.feature import FEATURE as LEARNING
from bot.features.peer_network.feature import FEATURE as PEER_NETWORK
from bot.features.peer_profiles.feature import FEATURE as PEER_PROFILES
from bot.features.pulse.feature import FEATURE as PULSE
from bot.features.settings.feature import FEATURE as SETTINGS
from bot.features.shadowing.feature import FEATURE as SHADOWING
from bot.features.word_check.feature import FEATURE as LANGUAGE

FEATURES: Sequence[Feature] = (
    ADMINISTRATION,
    SETTINGS,
    ASKING,
    LEARNING,
    PULSE,
    DIGEST,
    ESCALATION,
    ANNOUNCEMENTS,
    LANGUAGE,
    PEER_PROFILES,
    SHADOWING,
    PEER_NETWORK,
)
DEFAULT_SCHEDULES = tuple(schedule for feature in FEATURES for schedule in feature.default_schedules)
