"""`Theme` and `Audience`: labels of cards, tips and pulse items. Themes follow Reeves et al. (2024)."""

from enum import StrEnum


class Theme(StrEnum):
    """Four themes and six subthemes from Reeves et al. (2024), plus two of our own for cards."""

    EDUCATION = "education"
    READINESS = "readiness"
    ROLE_CLARITY = "role-clarity"
    RECRUITMENT = "recruitment"
    RESOURCES = "resources"
    SUPERVISION = "supervision"
    COMMITMENT = "commitment"
    LEADERSHIP = "leadership"
    CHAMPIONING = "championing"
    INCLUSION = "inclusion"
    EVIDENCE = "evidence"
    ASSISTANT = "assistant"


class Audience(StrEnum):
    EVERYONE = "everyone"
    PEER_WORKER = "peer-worker"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    CHAMPION = "champion"
    NEW_STARTER = "new-starter"
