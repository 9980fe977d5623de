"""The peer network feature: peer workers of different teams meet, and one posts a question each month."""

from bot.delivery.calendar.schedules import DefaultSchedule
from bot.features.feature import Feature
from bot.features.peer_network.declarations import USE_PEER_NETWORK
from bot.features.peer_network.members import CHANNEL, PICK
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.features.peer_network.personal_data import PERSONAL_DATA
from bot.features.peer_network.prompts import check
from bot.features.peer_network.retention import delete_old
from bot.people.audiences.private_channels import MadeChannel
from bot.people.contact.message_kinds import PEER_REQUEST, UPKEEP

FEATURE = Feature(
    name="peer_network",
    tables=(NetworkMember, NetworkQuestion, MadeChannel),
    not_in_backups={
        NetworkMember: "would list again those who left the network after the backup",
        NetworkQuestion: "says who was in the network",
    },
    permissions=(USE_PEER_NETWORK,),
    default_schedules=(
        DefaultSchedule(
            "The peer workers' network: a question a month", PICK, PEER_REQUEST, "0 10 * * mon#1"
        ),
        DefaultSchedule(
            "The peer workers' network: who has left it leaves its channel", CHANNEL, UPKEEP, "45 3 * * *"
        ),
    ),
    personal_data=PERSONAL_DATA,
    retention=delete_old,
    content=check,
)
