"""Declares what the peer network keeps about a person."""

from bot.features.peer_network.members import leave
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.people.records.personal_data import PersonalData

PERSONAL_DATA = (
    PersonalData(
        NetworkMember,
        "That you are in the peer workers' network, and your line in it",
        lambda me: NetworkMember.person_id == me,
        {"line": "Your line", "joined_at": "Since"},
        erased="That you are in the peer workers' network, and your line in it: nobody there sees you any more.",
        erase=leave,
    ),
    PersonalData(
        NetworkQuestion,
        "Questions that you asked the peer workers' network, or were picked to ask",
        lambda me: NetworkQuestion.person_id == me,
        {"words": "Question", "picked_at": "Picked", "sent_at": "Sent"},
        ("id", "organisation_id", "person_id"),
        erased="That questions in the peer workers' network were yours.",
        stays="A question that you asked stays in the chats of those who got it, without your name.",
        erase=leave,
    ),
)
