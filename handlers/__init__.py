"""Joins the routes of all handler modules. Add a new module to this list."""

from bot.conversation.routes import Routes
from handlers.administration import (
    accounts,
    administration,
    audit,
    blocked,
    deliveries,
    people_import,
    roles,
    schedules,
    team_channels,
)
from handlers.announcements import agree, audiences, follow, receive, send, write
from handlers.asking import (
    ask,
    commands,
    distress,
    feedback,
    gaps,
    insert,
    local_cards,
    local_reviews,
    rephrasing_switch,
    reviews,
)
from handlers.digest import digest, report_links
from handlers.escalation import escalate, hours, inbox
from handlers.learning import tips
from handlers.peer_network import network
from handlers.peer_profiles import find, numbers, own_entry
from handlers.peer_profiles import requests as peer_requests
from handlers.pulse import answer, pulse_settings, you_said_we_did
from handlers.settings import home, my_data, settings
from handlers.shadowing import come_along, reflect
from handlers.word_check import words

ALL = Routes.joined(
    [
        ask.routes,
        commands.routes,
        distress.routes,
        feedback.routes,
        escalate.routes,
        inbox.routes,
        hours.routes,
        gaps.routes,
        local_cards.routes,
        local_reviews.routes,
        tips.routes,
        words.routes,
        find.routes,
        own_entry.routes,
        peer_requests.routes,
        numbers.routes,
        come_along.routes,
        network.routes,
        reflect.routes,
        answer.routes,
        report_links.routes,
        pulse_settings.routes,
        digest.routes,
        you_said_we_did.routes,
        write.routes,
        send.routes,
        agree.routes,
        follow.routes,
        receive.routes,
        settings.routes,
        my_data.routes,
        roles.routes,
        blocked.routes,
        audiences.routes,
        people_import.routes,
        accounts.routes,
        team_channels.routes,
        schedules.routes,
        reviews.routes,
        audit.routes,
        administration.routes,
        rephrasing_switch.routes,
        deliveries.routes,
        home.routes,
        insert.routes,
    ]
)
