"""Somebody copies everything after the close, has the master key, and cannot join anybody to an answer."""

from collections.abc import Mapping

import pytest

from bot.conversation.routes import Replace
from bot.pulse import shown_pulse
from bot.pulse.closing import COMMENTS_FROM
from bot.store.sealing import Seal, Unsealable
from tests.pulse.copies import Copy, sealed_in, size_in_postgres
from tests.pulse.observer import COMMENTS, COUNTS, KEYS, MARKS, TALLIES
from tests.pulse.story import Story

KEYS_OF = {COUNTS: ("wave_id", "item_id", "cell", "point"), COMMENTS: ("id",)}


def marks_in(files: Mapping[str, bytes], copy: Copy, wave: str = "") -> int:
    """How many of the marks of this copy lie in these files."""
    marks = [bytes.fromhex(row["mark"]) for row in copy.rows[MARKS] if row["wave_id"] == wave or not wave]
    return sum(any(mark in content for content in files.values()) for mark in marks)


def keys_in(files: Mapping[str, bytes], master: str) -> set[bytes]:
    """Whatever the master key opens."""
    opened = set()
    for sealed in sealed_in(files):
        try:
            opened.add(Seal([master]).open(sealed))
        except Unsealable:
            continue
    return opened


def test_the_copies_have_what_was_written(lived: Story) -> None:
    """PostgreSQL keeps marks and keys in memory, and out of its log, as long as there is room."""
    copy = lived.moments["open"]
    assert any(b"Thought 07" in content for content in copy.files.values())
    if lived.urls.is_sqlite:
        assert marks_in(copy.files, copy) == len(copy.rows[MARKS]) > COMMENTS_FROM
        assert len(keys_in(copy.files, lived.master)) == 2


def test_after_the_close_no_mark_is_left_in_any_file(lived: Story) -> None:
    before, wave = lived.moments["open"], lived.waves[0]
    assert marks_in(lived.moments["closed"].files, before, wave) == 0
    assert marks_in(lived.moments["both closed"].files, before) == 0


def test_after_the_close_no_file_has_anything_that_the_master_key_opens(lived: Story) -> None:
    keys_of_open_waves = 1 if lived.urls.is_sqlite else 0
    assert len(keys_in(lived.moments["closed"].files, lived.master)) == keys_of_open_waves
    assert keys_in(lived.moments["both closed"].files, lived.master) == set()


def test_after_the_close_no_row_says_who_took_part(lived: Story) -> None:
    rows = lived.moments["both closed"].rows
    assert rows[MARKS] == rows[KEYS] == []
    for table in (MARKS, KEYS):
        assert lived.urls.is_sqlite or size_in_postgres(lived.urls.main, table) == 0


@pytest.mark.parametrize("table", KEYS_OF)
def test_after_the_close_neither_order_nor_stamps_say_in_which_order_answers_came(
    lived: Story, table: str
) -> None:
    rows = lived.moments["both closed"].rows[table]
    assert len(rows) > 10
    for wave in {row["wave_id"] for row in rows}:
        of_wave = [row for row in rows if row["wave_id"] == wave]
        keys = [tuple(row[column] for column in KEYS_OF[table]) for row in of_wave]
        assert keys == sorted(keys)
        assert lived.urls.is_sqlite or len({row["stamp"].split()[0] for row in of_wave}) == 1


def test_after_the_close_counts_stand_only_where_they_were_written_at_once(lived: Story) -> None:
    assert lived.moments["open"].rows[TALLIES]
    assert lived.moments["both closed"].rows[TALLIES] == []
    assert lived.urls.is_sqlite or size_in_postgres(lived.urls.main, TALLIES) == 0


def test_closing_one_wave_leaves_another_as_it_was(lived: Story) -> None:
    reply = lived.steps["role after the other closed"].reply
    assert isinstance(reply, Replace)
    assert reply.message == shown_pulse.thanks(lived.waves[1])
