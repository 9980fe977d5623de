"""`bot init`: asks for what a new installation needs, or takes it from flags, and writes settings."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from bot.app.crisis_lines import make_readable_folder
from bot.commands.crisis_lines import confirm_lines
from bot.commands.exit_codes import run_or_exit
from bot.commands.setup_answers import (
    PLAIN,
    SECRETS,
    SetupAnswers,
    checks,
    default_overlay,
    master_key,
    region_question,
    settings_for,
)
from bot.core.overlay import with_overlay
from bot.core.settings import Settings

_aside = Console(stderr=True, highlight=False)
_FIRST = {
    "organisation": "The organisation's name, as its people know it",
    "country": "The country whose crisis lines count (GB)",
    "region": "The region, whose public holidays count too",
    "time_zone": "The time zone (Europe/London)",
    "contact": "The sentence for who asks for a person (Ring Priya on 4120.)",
    "platform": "The platform (slack-socket, slack-http or teams)",
}


def init(
    context: typer.Context,
    organisation: Annotated[str, typer.Option(help="Its name, as its people know it.")] = "",
    country: Annotated[str, typer.Option(help="Whose crisis lines and holidays count, such as GB.")] = "",
    region: Annotated[str, typer.Option(help="For public holidays, such as ENG.")] = "",
    time_zone: Annotated[str, typer.Option(help="Such as Europe/London.")] = "",
    contact: Annotated[str, typer.Option(help="The sentence for who asks for a person.")] = "",
    platform: Annotated[str, typer.Option(help="slack-socket, slack-http or teams.")] = "",
    public_url: Annotated[str, typer.Option(help="How Slack or Teams reaches the bot.")] = "",
    teams_app_id: Annotated[str, typer.Option(help="Teams: the Application (client) ID.")] = "",
    teams_tenant: Annotated[str, typer.Option(help="Teams: the Directory (tenant) ID.")] = "",
    owner: Annotated[str, typer.Option(help="Who answers for the crisis lines, by name.")] = "",
    lines_all_right: Annotated[
        bool, typer.Option("--lines-all-right", help="Each crisis line was checked. Asks for none.")
    ] = False,
    file: Annotated[Path, typer.Option(help="Where the settings go.")] = Path(".env"),
    secrets: Annotated[
        Path | None, typer.Option(help="A folder for secrets as files, for systemd and containers.")
    ] = None,
    overlay: Annotated[
        Path | None,
        typer.Option(
            help="A folder for your own content, outside of the release: /etc/alongside/local for root."
        ),
    ] = None,
    ask: Annotated[bool | None, typer.Option(help="Ask for what no flag says.")] = None,
) -> None:
    """Set it up: asks, makes the key, writes the settings, confirms the crisis lines, and ends in `doctor`.

    Tokens are never flags, which others on the machine can see: they are asked for, or taken from ALONGSIDE_…
    in the environment.
    """
    given = {
        "organisation": organisation, "country": country, "region": region, "time_zone": time_zone,
        "contact": contact, "platform": platform, "public_url": public_url, "teams_app_id": teams_app_id,
        "teams_tenant": teams_tenant,
    }  # fmt: skip
    asks = sys.stdin.isatty() if ask is None else ask
    settings: Settings = context.obj
    _refuse_what_is_there(file, secrets, settings)
    answers = _answers(settings, given, asks=asks)
    own_content = overlay or settings.overlay or default_overlay()
    written = _write(answers, file, secrets, own_content)
    name = owner or (typer.prompt("Who answers for the crisis lines, by name") if asks else "")
    if name and (asks or lines_all_right):
        confirm_lines(
            settings.content, own_content, answers.plain["country"], name, all_right=lines_all_right
        )
    else:
        sys.stdout.write("The crisis lines are not confirmed: `python -m bot crisis-lines` does it.\n")
    raise typer.Exit(_doctor(written, settings))


def _refuse_what_is_there(file: Path, secrets: Path | None, settings: Settings) -> None:
    """Other secrets may be in the folder already, such as the password of the database."""
    names = {"master_key", *(name for needed in SECRETS.values() for name in needed)}
    names |= {"database_url"} if settings.database_url else set()
    if there := [
        path for path in (file, *(secrets / name for name in sorted(names) if secrets)) if path.exists()
    ]:
        _aside.print(
            f"{there[0]} is there already. Nothing was changed: move it away, or edit it.", style="red"
        )
        raise typer.Exit(2)


def _answers(settings: Settings, given: Mapping[str, str], *, asks: bool) -> SetupAnswers:
    plain = dict.fromkeys(_FIRST, "")
    for name, question in _FIRST.items():
        question_text = region_question(plain["country"]) if name == "region" else question
        plain[name] = _answer(
            settings, plain, name, question_text, given[name], asks=asks and bool(question_text)
        )
    platform = plain.pop("platform")
    for name, question in PLAIN[platform].items():
        plain[name] = _answer(settings, plain, name, question, given[name], asks=asks)
    return SetupAnswers({**plain, **settings_for(platform)}, _secrets(settings, platform, asks=asks))


def _answer(
    settings: Settings, plain: Mapping[str, str], name: str, question: str, given: str, *, asks: bool
) -> str:
    check = checks(settings.content, plain.get("country", "")).get(name)
    while True:
        answer = given.strip() or (typer.prompt(question, default="", show_default=False) if asks else "")
        wrong = check(answer.strip()) if check else ""
        if not wrong:
            return str(answer.strip())
        if given.strip() or not asks:
            _aside.print(
                f"--{name.replace('_', '-')}: {wrong} Nothing was changed.", style="red", markup=False
            )
            raise typer.Exit(2)
        sys.stdout.write(f"{wrong}\n")


def _secrets(settings: Settings, platform: str, *, asks: bool) -> Mapping[str, str]:
    secrets = {"master_key": settings.master_key.get_secret_value() or master_key()}
    for name, question in SECRETS[platform].items():
        known = getattr(settings, name).get_secret_value()
        secrets[name] = known or (
            typer.prompt(question, default="", hide_input=True, show_default=False) if asks else ""
        )
    # It holds a password, so it comes from the environment alone.
    secrets["database_url"] = settings.database_url
    return {name: secret for name, secret in secrets.items() if secret}


def _write(answers: SetupAnswers, file: Path, secrets: Path | None, overlay: Path) -> dict[str, str]:
    """The settings as they were written. Only the account that runs this can read the files."""
    try:
        make_readable_folder(overlay)
    except OSError as error:
        _aside.print(
            f"{overlay} can't be made ({error.strerror}). Nothing was changed: name another --overlay.",
            style="red",
            markup=False,
        )
        raise typer.Exit(2) from None
    plain = {**answers.plain, "overlay": str(overlay.absolute())}
    lines = {f"ALONGSIDE_{name.upper()}": value for name, value in plain.items() if value}
    for name, secret in answers.secrets.items():
        variable = f"ALONGSIDE_{name.upper()}"
        if secrets is None:
            lines[variable] = secret
            continue
        secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(secrets / name, secret)
        lines[f"{variable}_FILE"] = str((secrets / name).absolute())
    _write_new(file, "".join(f"{name}={_quoted(value)}\n" for name, value in lines.items()))
    sys.stdout.write(
        f"Written: {file}{f' and {len(answers.secrets)} files in {secrets}' if secrets else ''}.\n"
    )
    sys.stdout.write("Keep a copy of the master key apart from the database and its backups.\n")
    return {name: value for name, value in (plain | dict(answers.secrets)).items() if value}


def _quoted(value: str) -> str:
    """As python-dotenv, systemd and compose all read it."""
    if value.isascii() and not set(value) & set(" #'\"\\$`"):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_new(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _doctor(written: Mapping[str, str], before: Settings) -> int:
    """Runs the doctor with the written settings and the rest of the environment."""
    from bot.app.doctor import doctor

    try:
        same = {name: getattr(before, name) for name in before.model_fields_set - written.keys()}
        settings = with_overlay(Settings(_env_file=None, **{**same, **written}))
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0]).upper()
            _aside.print(f"ALONGSIDE_{name}: {fault['msg']}. Mend it in the file.", style="red", markup=False)
        return 2
    return run_or_exit(doctor(settings))
