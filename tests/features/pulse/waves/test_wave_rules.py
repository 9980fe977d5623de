"""Who is asked in a wave of its own, and when a wave closes."""

from datetime import UTC, date, datetime

from bot.core.themes import Audience
from bot.features.pulse.ballots.ballot import BallotOutcome
from bot.features.pulse.waves.waves import closing
from bot.people.identity.peer_declaration import declare_peer
from tests.databases import Urls
from tests.features.pulse.town import MORNING, town


async def test_only_peer_workers_are_asked_what_only_they_can_say(urls: Urls) -> None:
    async with town(urls.main, north=40, south=40) as place:
        async with place.database.write() as session:
            for person in [*place.people["north"][:8], *place.people["south"][:8]]:
                await declare_peer(session, person, MORNING)
        wave = await place.opens(1, Audience.PEER_WORKER)
        assert await place.answers(wave, place.people["north"][9], {}) is BallotOutcome.NOT_INVITED
        assert await place.answers(wave, place.people["north"][0], {}) is BallotOutcome.COUNTED


def test_a_wave_closes_on_sunday_noon_where_the_organisation_is() -> None:
    tuesday = date(2026, 11, 24)
    assert closing(tuesday, "Europe/London") == datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert closing(tuesday, "Australia/Sydney") == datetime(2026, 11, 29, 1, tzinfo=UTC)
    assert closing(tuesday, "Europe/London", is_small=True) == datetime(2026, 12, 13, 12, tzinfo=UTC)
    assert closing(date(2026, 11, 27), "Europe/London") == datetime(2026, 12, 6, 12, tzinfo=UTC)
