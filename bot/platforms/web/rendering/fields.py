"""Renders a form's fields as HTML, with label, hint and error."""

from markupsafe import Markup

from bot.conversation.message import Choice, TextInput
from bot.platforms.web.rendering.place import MessagePosition

# Above this number, a list is quicker to use than radio buttons.
_MOST_RADIOS = 7


def choice(field: Choice, place: MessagePosition) -> Markup:
    return _radios(field, place) if len(field.options) <= _MOST_RADIOS else _select(field, place)


def control_id(place: str, name: str) -> str:
    """The id of a field's control, and the prefix of the ids of its hint and error."""
    return f"{place}-" + "".join(c if c.isalnum() else f"_{ord(c):x}_" for c in name)


def _radios(choice: Choice, place: MessagePosition) -> Markup:
    own = control_id(place.name, choice.name)
    chosen = place.values.get(choice.name, choice.initial)
    radios = (_radio(choice, i, o.value == chosen, own, place) for i, o in enumerate(choice.options))
    return Markup(
        '<fieldset class="field" role="radiogroup" id="{}"{}><legend>{}{}</legend>{}{}</fieldset>'
    ).format(
        own,
        _described(choice.name, "", place),
        choice.question,
        _optional(choice.optional),
        _fault(choice.name, place),
        Markup("\n").join(radios),
    )


def _radio(choice: Choice, index: int, is_chosen: bool, own: str, place: MessagePosition) -> Markup:
    option = choice.options[index]
    return Markup(
        '<label class="radio"><input type="radio" id="{}-{}" name="value.{}" value="{}"{}{}><span>{}</span></label>'
    ).format(
        own,
        index,
        choice.name,
        option.value,
        _if(is_chosen, "checked"),
        _if(place.inert, "disabled"),
        option.label,
    )


def _select(choice: Choice, place: MessagePosition) -> Markup:
    chosen = place.values.get(choice.name, choice.initial)
    options = (
        Markup('<option value="{}"{}>{}</option>').format(
            o.value, _if(o.value == chosen, "selected"), o.label
        )
        for o in choice.options
    )
    control = Markup(
        '<select id="{}" name="value.{}"{}{}><option value="">Please choose</option>{}</select>'
    ).format(
        control_id(place.name, choice.name),
        choice.name,
        _described(choice.name, "", place),
        _if(place.inert, "disabled"),
        Markup("\n").join(options),
    )
    return _labelled(choice.name, choice.question, choice.optional, "", control, place)


def box(field: TextInput, place: MessagePosition) -> Markup:
    start = Markup('id="{}" name="value.{}" autocomplete="off"{}{}').format(
        control_id(place.name, field.name),
        field.name,
        _described(field.name, field.hint, place),
        _if(place.inert, "disabled"),
    )
    typed = place.values.get(field.name, field.initial)
    # HTML drops one line break after <textarea>, so an extra one is added.
    area, line = Markup('<textarea rows="4" {}>\n{}</textarea>'), Markup('<input type="{}" {} value="{}">')
    control = area.format(start, typed) if field.multiline else line.format(field.kind, start, typed)
    return _labelled(field.name, field.label, field.optional, field.hint, control, place)


def _labelled(
    name: str, label: str, optional: bool, hint: str, control: Markup, place: MessagePosition
) -> Markup:
    own = control_id(place.name, name)
    hint_line = Markup('<p class="hint" id="{}-hint">{}</p>').format(own, hint) if hint else Markup()
    return Markup('<div class="field"><label for="{}">{}{}</label>{}{}{}</div>').format(
        own, label, _optional(optional), hint_line, _fault(name, place), control
    )


def _optional(is_optional: bool) -> Markup:
    return Markup(' <span class="optional">(optional)</span>') if is_optional else Markup()


def _if(holds: bool, attribute: str) -> Markup:
    return Markup(" {}").format(attribute) if holds else Markup()


def _described(name: str, hint: str, place: MessagePosition) -> Markup:
    """Links the control to its hint and error, for screen readers."""
    own = control_id(place.name, name)
    ids = [f"{own}-hint"] * bool(hint) + [f"{own}-fault"] * (name in place.faults)
    described = Markup(' aria-describedby="{}"').format(" ".join(ids)) if ids else Markup()
    return described + _if(name in place.faults, "aria-invalid=true")


def _fault(name: str, place: MessagePosition) -> Markup:
    if name not in place.faults:
        return Markup()
    return Markup('<p class="fault" id="{}-fault">{}</p>').format(
        control_id(place.name, name), place.faults[name]
    )
