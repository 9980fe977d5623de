"""Builds the Teams app package for upload: the manifest of one registration, and two icons, in a zip."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

Json = dict[str, Any]

FOLDER = Path("deploy/teams")
ICONS = ("color.png", "outline.png")

# Placeholders in the manifest.
NOBODYS_ID = "00000000-0000-0000-0000-000000000000"
NOBODYS_DOMAIN = "alongside.example.org"
NOBODYS_PAGE = "https://about.example.org/alongside"

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+")
_PAGE = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")


def manifest(app_id: str, domain: str, page: str) -> Json:
    """Fills the manifest in. Raises ValueError with a text for the person who gave the arguments."""
    app_id, domain = app_id.strip().lower(), domain.strip().lower()
    for given, form, what in (
        (app_id, _ID, "The app id is the Application (client) ID of your registration, such as 1b2c…-….3d"),
        (domain, _DOMAIN, "The domain is where Teams reaches Alongside, without https://"),
        (
            page,
            _PAGE,
            "The page is yours and begins with https://: what Alongside is, and who answers for data",
        ),
    ):
        if not form.fullmatch(given) or given in (NOBODYS_ID, NOBODYS_DOMAIN, NOBODYS_PAGE):
            raise ValueError(f"{what}. Got: {given or 'nothing'}.")
    source = (FOLDER / "manifest.json").read_text()
    for nobodys, somebodys in ((NOBODYS_ID, app_id), (NOBODYS_DOMAIN, domain), (NOBODYS_PAGE, page)):
        source = source.replace(nobodys, json.dumps(somebodys)[1:-1])
    made: Json = json.loads(source)
    return made


def pack(made: Json, path: Path) -> None:
    """The zip file. Reproducible: the same manifest gives the same bytes."""
    files = {"manifest.json": json.dumps(made, ensure_ascii=False, indent=2).encode()}
    files |= {name: (FOLDER / name).read_bytes() for name in ICONS}
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app-id", required=True, help="Application (client) ID of the registration")
    parser.add_argument("--domain", required=True, help="where Teams reaches Alongside, without https://")
    parser.add_argument("--page", required=True, help="your own page about it, for people and for privacy")
    parser.add_argument("--out", type=Path, default=Path("var/alongside-teams.zip"))
    given = parser.parse_args(arguments)
    try:
        pack(manifest(given.app_id, given.domain, given.page), given.out)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(
        f"Made {given.out}. Upload it in the Teams admin center; deploy/teams/README.md says where.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
