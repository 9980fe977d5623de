from bot.delivery.schedules import defaults
from bot.knowledge.local_cards import NEWS
from bot.people.role_news import JOB as ROLE_NEWS
from bot.questions.asking import LETTER, LOOK, OFFER
from schedules import all_jobs
from tests.fakes import Bot


async def test_every_schedule_of_a_new_organisation_has_its_job(bot: Bot) -> None:
    services = bot.app.services
    announcing = {"broadcast", "broadcast-notice", "broadcast-progress", "broadcast-look"}
    asking = {OFFER, LETTER, LOOK, NEWS}
    once = {"closing", "we-did", ROLE_NEWS} | announcing | asking
    named = once | {schedule.job for schedule in defaults(services.organisation.id, services.clock.now())}
    assert named == set(all_jobs(services))
