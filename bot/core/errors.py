"""`UserFacingError`: an error whose text is shown to the person unchanged."""


class UserFacingError(Exception):
    """An error shown to the person unchanged. The text says what happened and what to do next."""
