"""Somebody with copies of every file, row and log, and a list of everybody, who wants to know who answered what.

With the master key, too, where a test hands it over. It shares no code with what it attacks: tokens, boxes and
marks are read with the libraries themselves, as an attacker who has read the source would do it.
"""

import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tests.features.pulse.attacks.copies import Change, Copy, change

BALLOTS, COMMENTS = "pulse_ballots", "pulse_sealed_comments"
MARKS, KEYS = "pulse_participations", "pulse_keys"
FOUND = (KEYS, MARKS, BALLOTS, COMMENTS)

_TOKEN = rb"gAAAAA[\w-]{20,}={0,2}"
_HEX_TOKEN = rb"674141414141[0-9a-f]{40,}"
_HEX_BALLOT = rb"[0-9a-f]{1120}"


@dataclass(frozen=True)
class Forensics:
    """`people` has names and accounts by person id."""

    people: Mapping[str, tuple[str, ...]]
    master: str = ""

    def keys(self, *haystacks: bytes) -> set[bytes]:
        """Whatever the master key opens, as bytes or in hexadecimal, wherever it lies."""
        tokens = chain.from_iterable(re.findall(_TOKEN, hay) for hay in haystacks)
        written = chain.from_iterable(re.findall(_HEX_TOKEN, hay) for hay in haystacks)
        return set(self._opened([*tokens, *map(_from_hex, written)]))

    def answers(self, wave: str, sealed: Iterable[bytes], keys: Iterable[bytes]) -> list[str]:
        """The text of every ballot that any of these keys opens."""
        suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
        ballots, read = list(sealed), []
        for key in keys:
            for ballot in ballots:
                with suppress(InvalidTag, ValueError):
                    private = X25519PrivateKey.from_private_bytes(key)
                    plain = suite.decrypt(ballot, private, info=f"ballot|{wave}".encode())
                    read.append(plain.rstrip(b"\0").decode())
        return read

    def candidates(self, before: Copy, after: Copy) -> frozenset[str]:
        """Who can have caused this change, as far as anybody can tell."""
        difference = change(before, after)
        if named := self.named_in(difference) | self._marked(difference, before, after):
            return named
        if not difference.tables:
            return frozenset(self.people)
        wave = _wave_of(difference)
        return frozenset(row["person_id"] for row in after.rows["pulse_invited"] if row["wave_id"] == wave)

    def named_in(self, difference: Change) -> frozenset[str]:
        """Those whose id, account or name stands in whatever is new or gone, in rows, raw pages and logs."""
        new = json.dumps([difference.came, difference.went, difference.logged]).encode() + difference.pages
        return frozenset(p for p, names in self.people.items() if any(n.encode() in new for n in (p, *names)))

    def joined(self, copy: Copy, wave: str) -> dict[str, str]:
        """The answers of everyone whose mark can be told and stands beside one ballot, by person: written by the
        same transaction, or at the same place in the order."""
        keys = self.keys(*_hay(copy))
        person_of_mark = dict(marks_of(wave, self.people, keys))
        answers = {}
        for mark, ballot in _pairs(copy, wave):
            opened = self.answers(wave, [bytes.fromhex(ballot)], keys)
            if mark in person_of_mark and opened:
                answers[person_of_mark[mark]] = opened[0]
        return answers

    def _marked(self, difference: Change, *copies: Copy) -> frozenset[str]:
        """Those whose mark can be made again with any key that there is, or that one might guess."""
        wave = _wave_of(difference)
        marks = {row["mark"] for row in difference.came.get(MARKS, [])}
        sealed = [
            bytes.fromhex(row[c]) for k in copies for row in k.rows[KEYS] for c in ("sealed", "sealed_marks")
        ]
        keys = [b"", bytes(32), wave.encode(), *sealed, *self._opened(sealed)]
        return frozenset(p for mark, p in marks_of(wave, self.people, keys) if mark in marks)

    def _opened(self, sealed: Iterable[bytes]) -> Iterator[bytes]:
        for token in sealed:
            with suppress(InvalidToken, ValueError):
                yield Fernet(self.master).decrypt(token)


def ballots_in(*haystacks: bytes) -> set[bytes]:
    """Whatever has the length of a ballot, in rows and in logs."""
    return {_from_hex(text) for hay in haystacks for text in re.findall(_HEX_BALLOT, hay)}


def ballots_in_order(log: bytes) -> list[bytes]:
    """As a log of statements has them."""
    return list(dict.fromkeys(_from_hex(text) for text in re.findall(_HEX_BALLOT, log)))


def marks_of(wave: str, people: Iterable[str], keys: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Every mark that these people could leave under these keys, with whose it is."""
    for key in keys:
        for person in people:
            for about in (f"{wave}|{person}|", f"{wave}|{person}|comment", f"{wave}|{person}", person):
                yield hmac.digest(key, about.encode(), "sha256").hex(), person


def _hay(copy: Copy) -> Sequence[bytes]:
    return [json.dumps(copy.rows).encode(), *copy.files.values()]


def _pairs(copy: Copy, wave: str) -> Iterator[tuple[str, str]]:
    """Marks and ballots with the same stamp; on SQLite, stamps count up in both tables."""
    marks = [row for row in copy.rows[MARKS] if row["wave_id"] == wave]
    ballots = [row for row in copy.rows[BALLOTS] if row["wave_id"] == wave]
    if marks and " " in marks[0]["stamp"]:
        by_stamp = {row["stamp"].split()[0]: row["sealed"] for row in ballots}
        yield from ((m["mark"], b) for m in marks if (b := by_stamp.get(m["stamp"].split()[0])))
        return
    yield from ((m["mark"], b["sealed"]) for m in marks for b in ballots)


def _wave_of(difference: Change) -> str:
    rows = (row for table in (MARKS, BALLOTS, COMMENTS) for row in difference.came.get(table, []))
    return next((row["wave_id"] for row in rows), "")


def _from_hex(text: bytes) -> bytes:
    return bytes.fromhex(text[: len(text) // 2 * 2].decode())
