"""Parses the field values of a message or form from a posted page."""

from bot.conversation.form_values import Values


def posted_values(posted: Values) -> Values:
    """A field's box is named `value.<name>`, so that it cannot replace one of the page's own."""
    return {name.removeprefix("value."): value for name, value in posted.items() if name.startswith("value.")}
