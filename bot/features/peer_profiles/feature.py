"""The directory of peer workers: entries that peer workers write, publish and withdraw themselves."""

from bot.delivery.calendar.schedules import DefaultSchedule
from bot.features.feature import Feature
from bot.features.peer_profiles.declarations import PEER_PAGE, USE_PEER_DIRECTORY
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.personal_data import PERSONAL_DATA
from bot.features.peer_profiles.retention import delete_old
from bot.features.peer_profiles.support.models import PeerDecline, PeerRequest
from bot.features.peer_profiles.vocabulary import check
from bot.people.contact.message_kinds import PEER_REQUEST
from bot.publishing.tallies import PeerTally
from bot.store.resealing import sealed_columns

FEATURE = Feature(
    name="peer_profiles",
    tables=(PeerProfile, PeerRequest, PeerDecline, PeerTally),
    not_in_backups={
        PeerProfile: "would list again those who withdrew their entry after the backup",
        PeerRequest: "names peer workers to those who asked them, also those who withdrew their entry since",
        PeerDecline: "belongs to requests, which are in no backup",
    },
    permissions=(USE_PEER_DIRECTORY,),
    message_kinds=(PEER_REQUEST,),
    default_schedules=(DefaultSchedule("The page of peer workers", PEER_PAGE, PEER_REQUEST, "0 9 * * mon"),),
    sealed=sealed_columns(PeerProfile, "sealed"),
    personal_data=PERSONAL_DATA,
    without_name=("Requests for peer support: how many were asked and taken in a month, never by whom.",),
    retention=delete_old,
    content=check,
)
