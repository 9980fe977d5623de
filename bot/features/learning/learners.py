"""Finds the tracks that a person learns from, by their roles."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.features.learning.tracks import Track
from bot.people.access.roles import Role

# Tracks with a weekly tip. Other tracks have fixed days in a person's first weeks.
WEEKLY = frozenset({Track.EVERYONE, Track.PEER_WORKERS, Track.SUPERVISORS, Track.LEADERS})

_BY_ROLE = {
    Role.PEER_WORKER: {Track.PEER_WORKERS, Track.NEW_PEER_WORKERS},
    Role.SUPERVISOR: {Track.SUPERVISORS},
    Role.LEADER: {Track.LEADERS},
}


@dataclass(frozen=True, slots=True)
class Learner:
    """`day` is when the next tip would reach them. `began` is their first day here, as far as we know it."""

    person_id: str
    tracks: frozenset[Track]
    day: date
    began: date | None = None


def tracks_for(roles: Collection[Role]) -> frozenset[Track]:
    """The tracks of these roles. Only people who declared being peer workers have that role, and so its tracks."""
    tracks = {Track.EVERYONE, Track.NEW_STARTERS}
    return frozenset(tracks.union(*(_BY_ROLE.get(role, set()) for role in roles)))
