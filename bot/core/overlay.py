"""Merges an organisation's own content folder over the release's: a file of the same name replaces ours."""

import os
from hashlib import sha256
from pathlib import Path

from bot.core.settings import Settings


class OverlayUnusable(Exception):
    """Raised when the organisation's folder cannot be used. The text says why and what to do."""


def with_overlay(settings: Settings) -> Settings:
    """Returns settings whose content folder is the merged one. Raises OverlayUnusable."""
    if settings.overlay is None:
        return settings
    if not settings.content.is_dir():
        raise OverlayUnusable(
            f"ALONGSIDE_CONTENT: {settings.content.absolute()} is no directory. Mend the setting"
        )
    files = _files(settings.content.absolute()) | _files_of_theirs(settings.overlay.absolute())
    try:
        content = _linked(files, settings.var / "content")
    except OSError as error:
        raise OverlayUnusable(
            f"ALONGSIDE_VAR: {settings.var} can't be written ({error.strerror}). Check its rights"
        ) from None
    return settings.model_copy(update={"content": content})


def _files_of_theirs(own: Path) -> dict[Path, Path]:
    """Raises OverlayUnusable: a file that can't be read would only be noticed by who needs what is in it."""
    try:
        if not own.is_dir():
            raise OverlayUnusable(
                f"ALONGSIDE_OVERLAY: {own} is no directory. Make it, or take the setting away"
            )
        closed = [path for path in (own, *own.rglob("*")) if not os.access(path, os.R_OK)]
    except OSError as error:
        raise OverlayUnusable(f"ALONGSIDE_OVERLAY: {own} can't be read ({error.strerror})") from None
    if closed:
        raise OverlayUnusable(
            f"ALONGSIDE_OVERLAY: {closed[0]} can't be read. Let the user that runs the bot read it: "
            f"chmod -R a+rX {own}"
        )
    return _files(own)


def _files(root: Path) -> dict[Path, Path]:
    """Maps each file's path relative to the root to the file."""
    return {file.relative_to(root): file for file in root.rglob("*") if file.is_file()}


def _linked(files: dict[Path, Path], under: Path) -> Path:
    """Creates a directory of links, named by a hash of its targets, so that readers of an older one can go
    on.

    An edit inside a linked file needs no new directory.
    """
    listed = "\n".join(f"{place} {file}" for place, file in sorted(files.items()))
    root = under / sha256(listed.encode()).hexdigest()[:16]
    for place, file in files.items():
        link = root / place
        if not link.is_symlink():
            link.parent.mkdir(parents=True, exist_ok=True)
            _link(link, file)
    return root


def _link(link: Path, file: Path) -> None:
    """Tolerates another process that creates the same link at the same time."""
    try:
        link.symlink_to(file)
    except FileExistsError:
        if not link.is_symlink():
            raise
