"""Errors whose text is for the person."""


class UserFacingError(Exception):
    """Shown to the person as it is: what happened, and what to do."""
