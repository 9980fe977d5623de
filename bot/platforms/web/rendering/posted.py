"""Reads the field values of a message or form from a posted page."""

from bot.conversation.form_values import Values


def posted_values(posted: Values) -> Values:
    """The page names a field's box `value.<name>`, so that none can stand in the place of the page's own."""
    return {name.removeprefix("value."): value for name, value in posted.items() if name.startswith("value.")}
