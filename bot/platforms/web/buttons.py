"""What is pressed, and what leads elsewhere but looks alike."""

from markupsafe import Markup

from bot.conversation.message import Button


def button(button: Button, index: int, is_main: bool, inert: bool) -> Markup:
    main = Markup(' class="main"') if is_main else Markup()
    if button.href.startswith("https://"):
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer"{}>{}</a>').format(
            button.href, main, button.label
        )
    return Markup('<button name="button" value="{}"{}{}>{}</button>').format(
        index, main, Markup(" disabled") if inert else "", button.label
    )
