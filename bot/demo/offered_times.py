"""Seeds times at which the demo's peer worker takes colleagues along, so that the tip on it leads to one."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.demo.people import WORKSPACE
from bot.features.shadowing.service import Shadowing, WantedTime
from bot.people.audiences.chosen_colleagues import Colleagues
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

# For half a year: the tip for everybody comes in its twenty-second week.
TIMES, _APART = 13, timedelta(weeks=2)
_HOST = Sender("web", WORKSPACE, "peer-worker")
_WEDNESDAY, _AT = 2, time(10)


async def offer_times(database: Database, organisation: Organisation, clock: Clock) -> None:
    """Every other Wednesday, the first in the week after this one."""
    zone = ZoneInfo(organisation.time_zone)
    today = clock.now().astimezone(zone).date()
    first = today + timedelta(days=7 + _WEDNESDAY - today.weekday())
    for number in range(TIMES):
        starts = datetime.combine(first + number * _APART, _AT, zone)
        wanted = WantedTime(starts, 120, "Front desk", 2, Colleagues.ORGANISATION)
        await Shadowing(database, clock).offer(_HOST, wanted)
