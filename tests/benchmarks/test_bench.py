"""`make bench` works: its benchmarks are found, and a line that is no figure is never told as one."""

from tests.benchmarks.__main__ import names, run
from tests.benchmarks.figures import LINE


def test_every_file_that_measures_is_run_and_nothing_else() -> None:
    found = names()
    assert {"answers", "delivery", "resting", "slack", "teams"} <= set(found)
    assert not {"endpoint", "figures", "clinc150"} & set(found)


def test_a_line_of_log_is_no_figure() -> None:
    assert LINE.fullmatch("answers.p95_ms 38.35 ms")
    assert not LINE.fullmatch("2026-11-28 21:06:36 [info     ] wave_published number=8")
    assert not LINE.fullmatch("42")
    assert not LINE.fullmatch("delivery.per_s 42")


def test_a_benchmark_that_tells_nothing_has_failed() -> None:
    assert not run("figures")
