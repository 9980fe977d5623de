"""`UserFacingError`: an error whose text is shown to the person as it is."""


class UserFacingError(Exception):
    """Shown to the person as it is: what happened, and what to do."""
