"""Saves conversations across restarts in a file of the demo's folder. Omits texts marked `forget`."""

import json
from collections import deque
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.conversation import wire
from bot.platforms.web.outbound.transcript import KEPT_ENTRIES, Transcript, TranscriptEntry
from bot.platforms.web.outbound.workspace_state import WorkspaceState

Json = dict[str, Any]


class TranscriptFile:
    """Writes only while no reply is in progress: until then it is unknown which texts must be forgotten."""

    def __init__(self, log: WorkspaceState, file: Path) -> None:
        self._log = log
        self._file = file
        self._written = -1

    def read(self) -> None:
        """The conversations of an earlier run, if any."""
        if not self._file.exists():
            return
        document = json.loads(self._file.read_text())
        self._log.birth, self._log.next_id = document["birth"], document["next_id"]
        for user, talk in self._log.talks.items():
            _fill(talk, document["talks"].get(user, {}))

    def write(self) -> None:
        """Replaces the file, if anything has changed."""
        talks = self._log.talks
        if self._written == self._log.version or any(talk.writing for talk in talks.values()):
            return
        self._written = self._log.version
        document = {
            "birth": self._log.birth,
            "next_id": self._log.next_id,
            "talks": {user: _plain(talk) for user, talk in talks.items()},
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(document, ensure_ascii=False))
        unfinished.replace(self._file)


def _fill(talk: Transcript, plain: Json) -> None:
    talk.unseen, talk.first_new = plain.get("unseen", 0), plain.get("first_new", "")
    talk.entries = deque((_entry(entry) for entry in plain.get("entries", ())), maxlen=KEPT_ENTRIES)


def _plain(talk: Transcript) -> Json:
    entries = [_plain_entry(entry) for entry in talk.entries]
    return {"unseen": talk.unseen, "first_new": talk.first_new, "entries": entries}


def _plain_entry(entry: TranscriptEntry) -> Json:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "message": wire.dumps(entry.message),
        "mine": entry.mine,
        "opens_day": entry.opens_day,
        "kept": entry.is_stored,
        "values": dict(entry.values),
        "why": wire.dumps(entry.why) if entry.why else "",
    }


def _entry(plain: Json) -> TranscriptEntry:
    return TranscriptEntry(
        id=plain["id"],
        at=datetime.fromisoformat(plain["at"]),
        message=wire.loads(plain["message"]),
        version=0,
        mine=plain["mine"],
        opens_day=plain["opens_day"],
        is_stored=plain["kept"],
        values=plain["values"],
        why=wire.loads(plain["why"]) if plain["why"] else None,
    )
