"""Escalation: its permission."""

from bot.people.access.permissions import Permission
from bot.people.access.roles import Role

ANSWER_QUESTIONS = Permission("answer questions", "answering colleagues' questions", (Role.CHAMPION,))
