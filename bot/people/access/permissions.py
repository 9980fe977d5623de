"""`Permission`: what a route may require, and which roles have it. Features declare their own."""

from collections.abc import Collection
from typing import Self

from bot.core.declared import DeclaredWord
from bot.people.access.roles import Role


class Permission(DeclaredWord):
    """`words` continue "That is for leaders: ". `roles` have it; None for everybody, strangers and leavers too."""

    words: str
    roles: frozenset[Role] | None

    def __new__(cls, word: str, words: str, roles: Collection[Role] | None) -> Self:
        permission = super().__new__(cls, word)
        permission.words = words
        permission.roles = None if roles is None else frozenset(roles)
        return permission


ALL_STAFF = tuple(Role)
"""Peer workers have what all staff have, so that nothing somebody may do shows that they declared it."""

ASK = Permission("ask", "asking", None)


def may(roles: Collection[Role], permission: Permission) -> bool:
    return permission.roles is None or any(role in permission.roles for role in roles)


def who_may(permission: Permission) -> tuple[Role, ...]:
    """The roles that have it, in their order. A permission of everybody starts with staff."""
    return tuple(role for role in Role if may((role,), permission))


def permissions_of(role: Role) -> tuple[Permission, ...]:
    """The permissions of this role beyond all staff's, in the order of the features."""
    mine = (p for p in Permission.all() if may((role,), p))
    return tuple(p for p in mine if not may((Role.STAFF,), p))
