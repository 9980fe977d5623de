"""Declares permissions for work on the answers, and their audit acts."""

from bot.people.access.permissions import Permission
from bot.people.access.roles import Role
from bot.people.audit.acts import Act

SEE_GAPS = Permission("see gaps", "seeing which answers are missing", (Role.CHAMPION, Role.EDITOR))
PROPOSE_ANSWERS = Permission("propose answers", "writing answers for everybody", (Role.CHAMPION, Role.EDITOR))
EDIT_CONTENT = Permission("edit content", "changing the answers", (Role.EDITOR,))

CARD_PUBLISHED = Act("published-card", "Answers published", "published the answer {about}")
CARD_CHANGED = Act("changed-card", "Answers changed", "published a new wording of the answer {about}")
CARD_WITHDRAWN = Act("withdrew-card", "Answers withdrawn", "withdrew the answer {about}")
