"""Lays an organisation's own content over the release's: its files win over those of the same name."""

from hashlib import sha256
from pathlib import Path

from bot.core.settings import Settings


class OverlayUnusable(Exception):
    """The text says why, and what to do."""


def with_overlay(settings: Settings) -> Settings:
    """The same settings, whose content has both. Raises OverlayUnusable."""
    if settings.overlay is None:
        return settings
    own = settings.overlay.absolute()
    if not own.is_dir():
        raise OverlayUnusable(f"ALONGSIDE_OVERLAY: {own} is no directory. Make it, or take the setting away")
    files = _files(settings.content.absolute()) | _files(own)
    try:
        content = _linked(files, settings.var / "content")
    except OSError as error:
        raise OverlayUnusable(
            f"ALONGSIDE_VAR: {settings.var} can't be written ({error.strerror}). Check its rights"
        ) from None
    return settings.model_copy(update={"content": content})


def _files(root: Path) -> dict[Path, Path]:
    """By their place below the root."""
    return {file.relative_to(root): file for file in root.rglob("*") if file.is_file()}


def _linked(files: dict[Path, Path], under: Path) -> Path:
    """A directory of links, named after what it links to. Readers of an older one are not disturbed.

    What changes within a file is seen through its link.
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
    """Another process may be at the same."""
    try:
        link.symlink_to(file)
    except FileExistsError:
        if not link.is_symlink():
            raise
