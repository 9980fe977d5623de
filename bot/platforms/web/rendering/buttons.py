"""Renders buttons, links that look like buttons, and answer scales as HTML."""

from markupsafe import Markup

from bot.conversation.message import Button, Scale


def button(button: Button, index: int, is_main: bool, inert: bool) -> Markup:
    main = Markup(' class="main"') if is_main else Markup()
    if button.href.startswith("https://"):
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer"{}>{}</a>').format(
            button.href, main, button.label
        )
    return Markup('<button name="button" value="{}"{}{}>{}</button>').format(
        index, main, Markup(" disabled") if inert else "", button.label
    )


def scale(block: Scale, own: str, before: int, inert: bool) -> Markup:
    """No point of a scale is highlighted, because that would suggest an answer.

    `own` is the id of the group's label.
    """
    shown = [button(b, before + i, is_main=False, inert=inert) for i, b in enumerate(block.buttons)]
    rows = (("points", shown[: len(block.points)]), ("buttons", shown[len(block.points) :]))
    drawn = Markup().join(
        Markup('<div class="{}">{}</div>').format(name, Markup().join(row)) for name, row in rows if row
    )
    return Markup(
        '<div class="scale" role="group" aria-labelledby="{0}"><p id="{0}" class="asked">{1}</p>{2}</div>'
    ).format(own, block.question, drawn)
