"""Validates settings before a production start, and copies organisation details to the database."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from zoneinfo import available_timezones

import yaml
from pydantic import ValidationError

from bot.app.monitoring.traces import can_send
from bot.core.diagnostics import Finding, fault, ok, warning
from bot.core.settings import Settings
from bot.features.asking.distress import signposts
from bot.features.asking.distress.signposts import CrisisLine
from bot.people.contact.public_holidays import regions_of, regions_with_days_of_their_own
from bot.people.identity.organisations import Organisation
from bot.platforms import PLUGS
from bot.store.sealing import Seal

_RELEASE = Path(__file__).resolve().parents[2]
_NEEDED = {
    "organisation": "the name of the organisation, as its people know it",
    "country": "the country whose crisis lines count, such as GB",
    "time_zone": "the time zone, such as Europe/London",
    "contact": 'the sentence for who asks for a person, such as "Ring Priya on 4120"',
}


def check(settings: Settings, organisation: Organisation | None, today: date) -> list[Finding]:
    """All faults at once. `organisation` is the row from an earlier start, if any."""
    return [
        *_organisation(settings, organisation),
        _master_key(settings, organisation),
        *_platforms(settings),
        *_rephrasing(settings),
        *_traces(settings),
        *_lease(settings),
        *_signposts(settings, organisation, today),
        *_overlay(settings),
    ]


def organisation_from(settings: Settings) -> Organisation:
    return apply_settings(Organisation(name="", country="", time_zone=""), settings)


def apply_settings(organisation: Organisation, settings: Settings) -> Organisation:
    """At every start, settings that are present overwrite the stored values; absent ones leave them."""
    given = {column: getattr(settings, name) for name, column in _COLUMNS.items() if _is_set(settings, name)}
    for column, value in given.items():
        setattr(organisation, column, value)
    return organisation


_NEW_KEY = "Set ALONGSIDE_MASTER_KEY to what `python -m bot key` prints."
_SAME_KEY = "Set ALONGSIDE_MASTER_KEY to the key that this database had before. A new one can't open what is sealed in it."
_HOLIDAYS = "Public holidays"
_SAME = ("country", "region", "time_zone", "contact", "staff_support")
_COLUMNS = {"organisation": "name"} | {name: name for name in _SAME}
_A_LINE = '[{"name": "Staff support", "contact": "Ring 4100", "hours": "Mon-Fri 09:00-17:00"}]'


def _is_set(settings: Settings, name: str) -> bool:
    """The country has a default for the command line, but a production start needs an explicit value."""
    return name in settings.model_fields_set and bool(getattr(settings, name))


def _organisation(settings: Settings, organisation: Organisation | None) -> Iterable[Finding]:
    missing = [name for name in _NEEDED if organisation is None and not _is_set(settings, name)]
    for name in missing:
        variable = f"ALONGSIDE_{name.upper()}"
        yield fault("Organisation", f"{variable} is not set.", f"Set it to {_NEEDED[name]}.")
    if settings.time_zone and settings.time_zone not in available_timezones():
        problem = f"No time zone is called {settings.time_zone!r}."
        yield fault("Organisation", problem, "Set ALONGSIDE_TIME_ZONE like Europe/London.")
    yield from _region(settings, organisation)
    try:
        [CrisisLine.model_validate(line) for line in settings.staff_support]
    except ValidationError:
        problem = "ALONGSIDE_STAFF_SUPPORT is not a list of lines."
        yield fault("Organisation", problem, f"Write it like {_A_LINE}.")
    if not missing:
        yield ok("Organisation", f"{settings.organisation or (organisation and organisation.name)}.")


def _region(settings: Settings, organisation: Organisation | None) -> Iterable[Finding]:
    """Without a region, its people would get messages on their regional public holidays."""
    regions = regions_of(settings.country)
    if settings.region and settings.region not in regions:
        known = ", ".join(regions) or "none"
        problem = f"{settings.country} has no region {settings.region!r}."
        yield fault("Organisation", problem, f"Set ALONGSIDE_REGION to one of these: {known}.")
    country = settings.country if _is_set(settings, "country") or not organisation else organisation.country
    own = regions_with_days_of_their_own(country)
    if own and not settings.region and not (organisation and organisation.region):
        problem = f"In {country} regions have public holidays of their own, and none is set: we would write on them."
        yield warning(_HOLIDAYS, problem, f"Set ALONGSIDE_REGION to one of these: {', '.join(own)}.")


def _master_key(settings: Settings, organisation: Organisation | None) -> Finding:
    if not (keys := settings.master_keys()):
        problem = "There is no master key, so tokens and pulse answers could not be sealed."
        return fault("Master key", problem, _NEW_KEY if organisation is None else _SAME_KEY)
    try:
        Seal(keys)
    except ValueError:
        problem = "ALONGSIDE_MASTER_KEY holds something that is no key."
        return fault("Master key", problem, "Use what `python -m bot key` prints; several with commas.")
    older = f", {len(keys) - 1} older for opening" if len(keys) > 1 else ""
    return ok("Master key", f"One to seal with{older}.")


def _platforms(settings: Settings) -> Iterable[Finding]:
    used = [plug for plug in PLUGS if plug.is_configured(settings)]
    if not used:
        problem = "No chat platform is configured."
        yield fault("Platform", problem, "Follow deploy/slack/README.md or deploy/teams/README.md.")
    for plug in used:
        yield from plug.preflight(settings)


def _rephrasing(settings: Settings) -> Iterable[Finding]:
    needs = {"URL": settings.wording_url, "MODEL": settings.wording_model}
    missing = [name for name, value in needs.items() if not value]
    if len(missing) == 1:
        problem = f"ALONGSIDE_WORDING_{missing[0]} is not set, and a model needs both."
        yield fault("Wording", problem, "Set it, or take the other ALONGSIDE_WORDING_… away.")


def _traces(settings: Settings) -> Iterable[Finding]:
    if settings.traces_url and not can_send():
        problem = "ALONGSIDE_TRACES_URL is set, and the packages that send traces are missing."
        yield fault(
            "Traces", problem, "Install them: pip install 'alongside[traces]'. Or take the setting away."
        )


def _overlay(settings: Settings) -> Iterable[Finding]:
    """An upgrade replaces the release, and what lies in its folder may go with it."""
    if settings.overlay and settings.overlay.resolve().is_relative_to(_RELEASE):
        problem = f"{settings.overlay.absolute()} lies in the release, and may be lost with it."
        yield warning(
            "Your own content", problem, "Move it elsewhere, and set ALONGSIDE_OVERLAY to that place."
        )


def _lease(settings: Settings) -> Iterable[Finding]:
    """With a lease that ends between two heartbeats, replicas would take each other's work over all the time."""
    if settings.lease_seconds < 2 * settings.heartbeat_seconds:
        problem = "ALONGSIDE_LEASE_SECONDS is less than twice ALONGSIDE_HEARTBEAT_SECONDS."
        yield fault("Replicas", problem, "Take both settings away: 30 and 5 seconds are right for most.")


def _signposts(settings: Settings, organisation: Organisation | None, today: date) -> Iterable[Finding]:
    if _is_set(settings, "country"):
        country = settings.country
    elif organisation:
        country = organisation.country
    else:
        return
    file = settings.content / "signposts" / f"{country.lower()}.yaml"
    try:
        country_signposts = signposts.load(settings.content, country)
    except FileNotFoundError:
        problem = f"There are no signposts for {country}: nobody in distress would be told whom to turn to."
        yield fault("Signposts", problem, _other_country(settings, file.name))
        return
    except (ValidationError, yaml.YAMLError):
        # The file itself, not the link to it among the merged content.
        yield fault("Signposts", f"{file.resolve()} can't be read.", "Run `python -m bot check`.")
        return
    questions = signposts.start_faults(country_signposts, today)
    for question in questions:
        yield fault("Signposts", question, f"Settle it in {file.resolve()}.")
    if not questions:
        yield ok("Signposts", f"Those for {country} were checked on {country_signposts.last_checked}.")


def _other_country(settings: Settings, name: str) -> str:
    """Advice for a country without crisis lines. Usually its code is misspelt."""
    known = ", ".join(sorted(lines.stem.upper() for lines in (settings.content / "signposts").glob("*.yaml")))
    place = (settings.overlay or settings.content) / "signposts" / name
    return f"Set ALONGSIDE_COUNTRY to one of {known}; or write {place}, like the release's."
