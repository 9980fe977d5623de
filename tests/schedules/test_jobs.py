from bot.features import DEFAULT_SCHEDULES
from bot.features.asking.cards.local_cards import NEWS
from bot.features.escalation.question_offers import LETTER, LOOK, OFFER
from bot.people.access.role_notices import JOB as ROLE_NEWS
from schedules import all_jobs
from tests.fakes import Bot


async def test_every_schedule_of_a_new_organisation_has_its_job(bot: Bot) -> None:
    services = bot.app.services
    announcing = {"broadcast", "broadcast-notice", "broadcast-progress", "broadcast-look"}
    asking = {OFFER, LETTER, LOOK, NEWS}
    once = {"closing", "we-did", ROLE_NEWS} | announcing | asking
    peers = {"peer-request-offers", "peer-request-news", "peer-request-looks", "peer-request-reminders"}
    peers |= {"come-along-after", "come-along-news", "come-along-reminders", "network-questions"}
    named = once | peers | {"unusual-rate"} | {schedule.job for schedule in DEFAULT_SCHEDULES}
    assert named == set(all_jobs(services))
