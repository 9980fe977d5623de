"""Buttons, forms and handlers ask through typed actions, and handlers hold no sentences."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.imports import ROOT, modules

_HANDLERS, _PLATFORMS = "handlers/", "bot/platforms/"
# Where actions are made, and where their values are written and read.
_HOME = "bot/conversation/"
_SENTENCE_ENDS, _FEWEST_SPACES = (".", "?", "!"), 2
# Where else sentences have no place: in services and jobs. Errors hold what the person reads, and stay.
_QUIET_ROOMS = ("bot.features", "bot.people", "schedules")
_MAY_SPEAK = {
    "bot.people.directory": "faults of a list of people, with their line",
    "bot.features.asking.cards": "faults of content, with their line",
    "bot.features.asking.conversation": "faults of content, with their line",
    "bot.features.asking.distress": "faults of content, with their line; what the detector is measured by",
    "bot.features.learning.tracks": "faults of content, with their line",
    "bot.features.learning.giveaways": "faults of content",
    "bot.features.announcements.templates": "faults of content, with their line",
    "bot.features.word_check.entries": "faults of content, with their line",
    "bot.features.word_check.patterns": "patterns",
    "bot.features.asking.rephrasing": "what a language model is told",
    "bot.features.peer_profiles.vocabulary": "faults of content",
    "bot.people.contact.preference_forms": "a view by another name",
    "bot.people.contact.preference_text": "a view by another name",
    "bot.people.audit.audit_text": "a view by another name",
    "bot.people.audiences.audience_form": "a view by another name",
    "bot.people.access.guards": "a guard answers, as a handler does",
}
_DECLARING = {"declarations", "feature", "content", "check", "personal_data", "actions"}
# Sentences that still stand in services. They only become fewer.
_LEFT = {
    "bot.features.announcements.service.composition": 22,
    "bot.features.word_check.documents": 11,
    "bot.features.shadowing.superseding": 4,
    "bot.features.peer_network.members": 2,
    "bot.features.downloads": 2,
    "bot.people.identity.organisation_limits": 1,
    "bot.people.records.form_drafts": 1,
}


def test_buttons_forms_and_handlers_use_typed_actions() -> None:
    files = {str(path.relative_to(ROOT)): path for path in modules().values()}
    found = {name: list(_faults(name, path.read_text(encoding="utf-8"))) for name, path in files.items()}
    assert len(found) > 500
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_services_and_jobs_hold_no_sentences() -> None:
    counts = {
        name: len(list(_unraised_sentences(path.read_text(encoding="utf-8"))))
        for name, path in modules().items()
        if name.startswith(_QUIET_ROOMS) and not _may_speak(name)
    }
    assert len(counts) > 200
    too_many = {name: count for name, count in counts.items() if count > _LEFT.get(name, 0)}
    assert too_many == {}, "put these into a view"


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("line = saying('This time is off today.')", 1),
        ("GONE = f'Nothing is left of {name}.'", 1),
        ("raise UserFacingError('It was cancelled meanwhile.')", 0),
        (
            "class Gone(UserFacingError):\n    def __init__(self):\n        super().__init__('It is gone now.')",
            0,
        ),
        ("def drafts():\n    '''The same for every editor.'''", 0),
        ("log.info('wave_closed')", 0),
    ],
)
def test_sentences_outside_errors_are_counted(code: str, count: int) -> None:
    assert len(list(_unraised_sentences(code))) == count


@pytest.mark.parametrize(
    "line",
    [
        'Button("Send", "broadcast.send", seen)',
        'Button("Send", SEND)',
        'Form("broadcast.send", "Send", ())',
        'routes.on("broadcast.send")(send)',
        '@_quietly("broadcast.send", needs=ANNOUNCE)\nasync def send(): ...',
        "seen = request.value",
        'why = request.values["why"]',
        'why = request.values.get("why", "")',
        "values = request.values",
        "say('Nothing is sent yet.')",
        "say(f'{count} people get it now.')",
    ],
)
def test_each_fault_is_found(line: str) -> None:
    assert len(list(_faults("handlers/example.py", line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'SEND.button("Send", seen)',
        'Button("Read it", "", href="https://example.org")',
        "routes.on(SEND)(send)",
        '@routes.word("send")\n@_quietly(SEND)\nasync def send(): ...',
        "why = Why.read(request.values)",
        "say(_value.value, delivery.values)",
        "log.info('wave_closed')",
        "def send():\n    '''Sends it at once, and only once.'''",
    ],
)
def test_what_is_right_is_no_fault(line: str) -> None:
    assert list(_faults("handlers/example.py", line)) == []


def _faults(name: str, code: str) -> Iterator[str]:
    if name.startswith(_HOME):
        return
    tree = ast.parse(code)
    handed_on = {id(given) for node in ast.walk(tree) if isinstance(node, ast.Call) for given in node.args}
    is_handler = name.startswith(_HANDLERS)
    decorators = {id(one) for node in ast.walk(tree) for one in getattr(node, "decorator_list", ())}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("Button" | "Form" as what)) if _names_an_action(node, name):
                yield f"{node.lineno}: make this {what} from an action"
            case ast.Call(func=verb, args=[ast.Constant(str()), *_]) if _routes(
                verb, is_handler and id(node) in decorators
            ):
                yield f"{node.lineno}: route by an action"
            case ast.Attribute(ast.Name("request" | "asked"), "value"):
                yield f"{node.lineno}: read the value with its action"
            case ast.Attribute(ast.Name("request" | "asked"), "values"):
                if is_handler and id(node) not in handed_on:
                    yield f"{node.lineno}: read the form's values with its class"
    if is_handler:
        yield from (f"{line}: put this sentence into a view" for line in _sentences(tree))


def _routes(verb: ast.expr, is_decorator: bool) -> bool:
    """`routes.on`, or a decorator made of it, such as `_quietly`."""
    is_on = isinstance(verb, ast.Attribute) and verb.attr == "on"
    return is_on or (is_decorator and isinstance(verb, ast.Name))


def _names_an_action(node: ast.Call, name: str) -> bool:
    """Platforms may hand an action on that they got, and none may name one; links have none."""
    texts = [*node.args, *(keyword.value for keyword in node.keywords)]
    is_link = any(keyword.arg == "href" for keyword in node.keywords)
    is_handed_on = name.startswith(_PLATFORMS) and not any(_is_name(text) for text in texts[1:])
    return not (is_link or is_handed_on)


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value != ""


def _may_speak(name: str) -> bool:
    parts = name.split(".")
    is_view = "views" in parts or parts[-1].endswith("_views")
    is_home = any(name == home or name.startswith(f"{home}.") for home in _MAY_SPEAK)
    return is_view or is_home or parts[-1] in _DECLARING


def _unraised_sentences(code: str) -> Iterator[int]:
    """Those of errors are left out: a service refuses with an error, whose text the person reads."""
    tree = ast.parse(code)
    errors = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        or (isinstance(node, ast.ClassDef) and any("Error" in ast.unparse(base) for base in node.bases))
    ]
    lines = {line for error in errors for line in range(error.lineno, (error.end_lineno or 0) + 1)}
    yield from (line for line in _sentences(tree) if line not in lines)


def _sentences(tree: ast.Module) -> Iterator[int]:
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    } - {id(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    for node in ast.walk(tree):
        if id(node) in documentation | inner or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        text = _written(node).rstrip()
        if text.endswith(_SENTENCE_ENDS) and text.count(" ") >= _FEWEST_SPACES:
            yield node.lineno


def _written(node: ast.expr) -> str:
    """A literal's text, with "…" for what is put into it."""
    match node:
        case ast.JoinedStr():
            return "".join(_written(part) for part in node.values)
        case ast.Constant(str(text)):
            return text
    return "…" if isinstance(node, ast.FormattedValue) else ""
