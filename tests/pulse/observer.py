"""Somebody with two full copies, the code, and a list of everybody's team and role, who wants to know who
answered what. With the master key, too, where a test hands it over."""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.store.sealing import Seal, Unsealable
from tests.pulse.copies import Change, Copy, Row, change

TALLIES, COUNTS = "pulse_tallies", "pulse_counts"
MARKS, KEYS, COMMENTS = "pulse_participations", "pulse_keys", "pulse_comments"


@dataclass(frozen=True)
class Observer:
    """`people` has names and accounts by person id."""

    people: Mapping[str, tuple[str, ...]]
    master: str = ""

    def candidates(self, before: Copy, after: Copy) -> frozenset[str]:
        """Who can have caused this change, as far as anybody can tell."""
        found = change(before, after)
        if named := self.named_in(found) | self._marked(found, before, after):
            return named
        if not found.tables:
            return frozenset(self.people)
        wave = _wave_of(found)
        homes = {row["person_id"]: row["team"] for row in after.rows["pulse_invited"] if _is_of(row, wave)}
        cells = {
            row["item_id"]: json.loads(row["cell_of"])
            for row in after.rows["pulse_asked"]
            if _is_of(row, wave)
        }
        rose = [(row["item_id"], row["cell"]) for row in found.came.get(TALLIES, [])]
        return frozenset(p for p, team in homes.items() if all(cells[i][team] == cell for i, cell in rose))

    def named_in(self, found: Change) -> frozenset[str]:
        """Those whose id, account or name stands in whatever is new or gone, in rows, raw pages and logs."""
        new = json.dumps([found.came, found.went, found.logged]).encode() + found.pages
        return frozenset(p for p, names in self.people.items() if any(n.encode() in new for n in (p, *names)))

    def _marked(self, found: Change, *copies: Copy) -> frozenset[str]:
        """Those whose mark can be made again with any key that there is, or that one might guess."""
        wave = _wave_of(found)
        marks = {row["mark"] for row in found.came.get(MARKS, [])}
        sealed = [bytes.fromhex(row["sealed"]) for copy in copies for row in copy.rows[KEYS]]
        keys = [b"", bytes(32), wave.encode(), *sealed, *self._opened(sealed)]
        return frozenset(p for mark, p in marks_of(wave, self.people, keys) if mark in marks)

    def _opened(self, sealed: Iterable[bytes]) -> Iterator[bytes]:
        for one in sealed:
            with suppress(Unsealable):
                yield Seal([self.master] if self.master else []).open(one)


def marks_of(wave: str, people: Iterable[str], keys: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Every mark that these people could leave under these keys, with whose it is."""
    for key in keys:
        for person in people:
            for about in (f"{wave}|{person}|", f"{wave}|{person}|comment", f"{wave}|{person}", person):
                yield hmac.digest(key, about.encode(), "sha256").hex(), person


def _wave_of(found: Change) -> str:
    rows = (row for table in (MARKS, TALLIES, COMMENTS) for row in found.came.get(table, []))
    return next((row["wave_id"] for row in rows), "")


def _is_of(row: Row, wave: str) -> bool:
    return row["wave_id"] == wave
