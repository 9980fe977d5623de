"""The demo's organisation: Harbour Mental Health, or another that is read from a settings file."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.core.errors import UserFacingError


class _DemoModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DemoTeam(_DemoModel):
    """`people` besides those one can be; `division` is what it belongs to, if anything."""

    name: str
    people: int
    division: str = ""


class DemoPersona(_DemoModel):
    name: str
    about: str
    team: str


class StaffSupport(_DemoModel):
    name: str
    contact: str
    hours: str = ""


class DemoOrganisation(_DemoModel):
    """Fields left out have Harbour's values. `personas` has names by persona: nurse, team-leader, director, and so on."""

    name: str = "Harbour Mental Health"
    country: str = "GB"
    region: str = "ENG"
    time_zone: str = "Europe/London"
    contact: str = (
        "Priya Nair, peer support champion, answers questions about peer work: "
        "ring extension 4120 or call in on Tuesdays."
    )
    staff_support: Sequence[StaffSupport] = (
        StaffSupport(name="Harbour staff support", contact="Ring 4800", hours="Mon-Fri 08:00-20:00"),
    )
    teams: Sequence[DemoTeam] = (
        DemoTeam(name="Willow ward", division="Inpatient services", people=11),
        DemoTeam(name="Rowan ward", division="Inpatient services", people=10),
        DemoTeam(name="Community team east", division="Community services", people=12),
        DemoTeam(name="Community team west", division="Community services", people=11),
        DemoTeam(name="Crisis house", division="Community services", people=6),
        DemoTeam(name="Corporate services", people=7),
    )
    personas: dict[str, DemoPersona] = {}


HARBOUR = DemoOrganisation()


def read_organisation(file: Path) -> DemoOrganisation:
    """Raises UserFacingError with every fault of the file."""
    try:
        organisation = DemoOrganisation.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise UserFacingError(f"{file} can't be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise UserFacingError(f"{file} is no YAML: {error}") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UserFacingError(f"{file}: {faults}") from error
    names = {team.name for team in organisation.teams}
    if lost := sorted({p.team for p in organisation.personas.values()} - names):
        raise UserFacingError(f"{file}: no team is called {', '.join(lost)}.")
    return organisation


def remembered(file: Path, begun_as: DemoOrganisation | None) -> DemoOrganisation:
    """Stores the organisation when a demo begins, and reads it when the demo continues."""
    if begun_as is None:
        return DemoOrganisation.model_validate_json(file.read_text()) if file.exists() else HARBOUR
    file.write_text(begun_as.model_dump_json())
    return begun_as
