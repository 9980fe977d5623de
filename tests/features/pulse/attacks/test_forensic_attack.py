"""Somebody copies every file, row and log, before and after each answer of a wave, and wants to know whose it was.

Before the close, with the master key, they can: we say so. After it nobody can, whatever they copied then: the
bound is 0 ballots opened and 0 people joined to an answer. A build that keeps the key is caught.
"""

import json

import psycopg
import pytest
from cryptography.fernet import Fernet

from tests.features.pulse.attacks.copies import Copy, files_of_postgres, psycopg_url, size_in_postgres
from tests.features.pulse.attacks.forensics import (
    BALLOTS,
    COMMENTS,
    FOUND,
    KEYS,
    MARKS,
    Forensics,
    ballots_in,
    ballots_in_order,
)
from tests.features.pulse.story import Story


def hay(copy: Copy) -> list[bytes]:
    """Everything in it: rows, the database's files and journals, its log of statements, and our own log."""
    return [json.dumps(copy.rows).encode(), *copy.files.values(), copy.logged.encode()]


def after(lived: Story) -> Copy:
    return lived.moments["both closed"]


def test_before_the_close_the_master_key_and_the_live_database_open_ballots_and_we_say_so(
    lived: Story,
) -> None:
    """So the attacker is able; and without the key they are not."""
    copy, wave = lived.moments["open"], lived.waves[0]
    assert len(Forensics(lived.names, lived.master).joined(copy, wave)) >= 6
    assert Forensics(lived.names, "").joined(copy, wave) == {}


def test_after_the_close_the_master_key_opens_no_ballot_that_was_ever_written(lived: Story) -> None:
    """Not even one that was copied before, or that a log of statements has kept."""
    attacker = Forensics(lived.names, lived.master)
    keys = attacker.keys(*hay(after(lived)))
    copied = ballots_in(*hay(lived.moments["open"]), *hay(after(lived)))
    assert len(copied) >= 8
    assert attacker.answers(lived.waves[0], copied, keys) == []
    assert attacker.joined(after(lived), lived.waves[0]) == {}


def test_a_build_that_keeps_the_key_is_caught(lived: Story) -> None:
    """What the key's row would open, had it stayed."""
    attacker = Forensics(lived.names, lived.master)
    kept = json.dumps(lived.moments["open"].rows[KEYS]).encode()
    copied = ballots_in(*hay(lived.moments["open"]))
    assert len(attacker.answers(lived.waves[0], copied, attacker.keys(kept))) >= 7


def test_a_build_that_writes_its_key_in_a_statement_is_caught(lived: Story) -> None:
    """PostgreSQL's log of statements has the parameters of an INSERT, and not what COPY brings."""
    if lived.urls.is_sqlite:
        pytest.skip("SQLite has no log of statements")
    attacker, secret = Forensics(lived.names, lived.master), bytes(range(32))
    assert attacker.keys(after(lived).files["log"]) == set()
    with psycopg.connect(psycopg_url(lived.urls.main)) as connection:
        connection.execute("CREATE TEMP TABLE keys (sealed bytea)")
        connection.execute("INSERT INTO keys VALUES (%s)", (Fernet(lived.master).encrypt(secret),))
    assert secret in attacker.keys(files_of_postgres(lived.urls.main)["log"])


def test_people_who_answer_in_the_order_of_their_shifts_are_joined_to_ballots_that_nothing_opens(
    lived: Story,
) -> None:
    """A log of statements tells the order, so the attacker knows each person's ballot; and not what is in it."""
    if lived.urls.is_sqlite:
        pytest.skip("SQLite has no log of statements")
    attacker = Forensics(lived.names, lived.master)
    log = after(lived).files["log"]
    in_order = ballots_in_order(log)
    assert len(in_order) >= 8
    everything = attacker.keys(*hay(after(lived)))
    assert [attacker.answers(wave, in_order, everything) for wave in lived.waves] == [[], []]
    kept = attacker.keys(json.dumps(lived.moments["open"].rows[KEYS]).encode())
    assert len(attacker.answers(lived.waves[0], in_order, kept)) >= 7


def test_the_planners_statistics_hold_nothing_of_keys_marks_and_ballots(lived: Story) -> None:
    """Somebody ran ANALYZE while the wave was open."""
    if lived.urls.is_sqlite:
        pytest.skip("SQLite samples only where it is told to")
    with psycopg.connect(psycopg_url(lived.urls.main)) as connection:
        sampled = connection.execute(
            "SELECT tablename, attname FROM pg_stats WHERE tablename = ANY(%s) AND attname <> 'wave_id'",
            (list(FOUND),),
        ).fetchall()
    assert sampled == []


def test_after_the_close_marks_keys_ballots_and_who_was_sent_what_are_gone(lived: Story) -> None:
    rows = after(lived).rows
    for table in FOUND:
        assert rows[table] == []
        assert lived.urls.is_sqlite or size_in_postgres(lived.urls.main, table) == 0
    assert {row["kind"] for row in rows["deliveries"]} & {"pulse"} == set()
    assert {row["wave_id"] for row in rows["pulse_sent"]} == {lived.waves[0]}


def test_the_engine_and_its_events_tell_nothing_of_whose_questions_came_to_which_end(lived: Story) -> None:
    """Neither people nor the deliveries of the wave: those are gone, and nothing else names them."""
    own = {row["id"] for row in lived.moments["open"].rows["deliveries"] if row["kind"] == "pulse"}
    engine = [
        json.dumps(rows)
        for table, rows in after(lived).rows.items()
        if table.startswith(("engine:", "dbos:", "seen_events"))
    ]
    assert own
    assert engine
    named = [one for one in (*own, *lived.people.values()) if any(one in text for text in engine)]
    assert named == []


@pytest.mark.parametrize("moment", ["closed", "both closed"])
def test_after_the_close_no_mark_and_no_ballot_lies_in_any_file_of_the_database(
    lived: Story, moment: str
) -> None:
    """The log of statements has them, where somebody keeps one; nothing opens or tells them any more."""
    before, wave = lived.moments["open"], lived.waves[0]
    files = [content for name, content in lived.moments[moment].files.items() if name != "log"]
    for table, column in ((MARKS, "mark"), (BALLOTS, "sealed"), (COMMENTS, "sealed")):
        secrets = [bytes.fromhex(row[column]) for row in before.rows[table] if row["wave_id"] == wave]
        assert secrets
        assert not [secret for secret in secrets if any(secret in content for content in files)]


def test_no_comment_lies_anywhere_before_the_close(lived: Story) -> None:
    assert not any(b"Thought 07" in content for content in hay(lived.moments["open"]))
    assert any(b"Thought 07" in content for content in hay(after(lived)))


def test_comments_come_out_in_an_order_of_their_own(lived: Story) -> None:
    texts = [row["text"] for row in after(lived).rows["pulse_comments"]]
    assert len(texts) == 12
    assert texts != sorted(texts)
