"""The directory of peer workers: entries that each writes, publishes and withdraws themselves."""

from bot.features.feature import Feature
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.personal_data import PERSONAL_DATA
from bot.features.peer_profiles.retention import delete_old

FEATURE = Feature(
    name="peer_profiles",
    tables=(PeerProfile,),
    not_in_backups={PeerProfile: "would list again those who withdrew their entry after the backup"},
    permissions=(USE_PEER_DIRECTORY,),
    personal_data=PERSONAL_DATA,
    retention=delete_old,
)
