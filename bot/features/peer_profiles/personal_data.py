"""What is kept about a peer worker who wrote an entry."""

from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.withdrawal import withdraw
from bot.people.records.personal_data import PersonalData

PERSONAL_DATA = (
    PersonalData(
        PeerProfile,
        "Your entry among the peer workers, and what you still write of it",
        lambda me: PeerProfile.person_id == me,
        {
            "is_published": "Others see it",
            "name": "Name shown",
            "expertise": "What you know about",
            "languages": "Languages",
            "settings": "Where you work",
            "ways": "How you meet people",
            "days": "Days",
            "not_offered": "What you don't do",
            "how_to_ask": "How you like to be asked",
            "colleagues": "Colleagues who see it",
            "team_id": "For the team",
            "on_page": "On the page for people who use the service",
            "changed_at": "Written",
        },
        ("person_id", "encoder", "vectors"),
        erased="Your entry among the peer workers, published or not: nobody sees it any more.",
        stays="A page for people who use the service that was printed or copied before stays where it is.",
        erase=withdraw,
    ),
)
