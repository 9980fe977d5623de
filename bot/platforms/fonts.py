"""Fonts for characters that the default font lacks: emoji, Chinese, Japanese, Korean and other scripts.

They are loaded only when a picture needs them: the largest has 19 MB.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category, east_asian_width

from matplotlib.font_manager import FontEntry, findfont, fontManager
from matplotlib.ft2font import FT2Font

USUAL = "DejaVu Sans"
_PACKAGES = ("manimgx_fonts", "noto_cjk_sans_otc")
# Characters that only modify the previous one: its colour, its variant, or the joining.
_CHANGING = frozenset(["\u200d", "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))])
_NO_SIGN = "�"
_WEIGHTS = (400, 700)


@dataclass(frozen=True, slots=True)
class _Other:
    family: str
    font: FT2Font

    def has(self, sign: str) -> bool:
        return bool(self.font.get_char_index(ord(sign)))


@dataclass(frozen=True, slots=True)
class Drawable:
    """Text with a glyph for each character, and the fonts that have these glyphs."""

    words: str
    families: Sequence[str]


def drawable(words: str) -> Drawable:
    """Replaces each character that no font has by a placeholder."""
    if all(_usual().get_char_index(ord(sign)) for sign in words):
        return Drawable(words, (USUAL,))
    families, shown = [USUAL], ""
    for sign in words:
        if sign in _CHANGING or category(sign) in ("Cf", "Cs"):
            continue
        sign = _space(sign)
        family = _family_of(sign)
        if family and family not in families:
            families.append(family)
        shown += sign if family else _NO_SIGN
    return Drawable(shown, tuple(families))


def _space(sign: str) -> str:
    """Replaces unusual spaces, such as U+0085, by a plain one. Keeps line breaks."""
    is_known = sign == "\n" or not sign.isspace() or _usual().get_char_index(ord(sign))
    return sign if is_known else " "


def columns(words: str) -> int:
    """The width, in units of one letter: Chinese characters take two, emoji three."""
    return sum(_columns(sign) for sign in words)


def _columns(sign: str) -> int:
    if east_asian_width(sign) not in "WF":
        return 1
    return 3 if category(sign) == "So" else 2


@cache
def _usual() -> FT2Font:
    return FT2Font(findfont(USUAL))


def _family_of(sign: str) -> str:
    if sign.isspace() or _usual().get_char_index(ord(sign)):
        return USUAL
    return next((other.family for other in _others() if other.has(sign)), "")


@cache
def _others() -> Sequence[_Other]:
    return tuple(_registered(path) for path in _files())


def _files() -> Iterator[Path]:
    """Fonts of the installed packages. Without a package, a placeholder replaces its characters."""
    for package in filter(find_spec, _PACKAGES):
        folder = Path(str(files(package)))
        yield from sorted(font for font in folder.iterdir() if font.suffix in (".ttf", ".ttc"))


def _registered(path: Path) -> _Other:
    """Registers the fonts with the drawing library, also as bold, because they have one weight only."""
    fontManager.addfont(str(path))
    entry: FontEntry = fontManager.ttflist.pop()
    family = f"Alongside {path.stem}"
    fontManager.ttflist += [replace(entry, name=family, weight=weight, style="normal") for weight in _WEIGHTS]
    return _Other(family, FT2Font(str(path)))
