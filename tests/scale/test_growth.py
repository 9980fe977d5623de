from tests.scale.growth import FASTER, GROWS, growth, read

LINES = """\
scale.sqlite.1000.import_s 0.50 s
scale.sqlite.1000.digests_s 1.00 s
scale.sqlite.1000.asked.p95_ms 40.00 ms
scale.sqlite.1000.tick_ms 4.00 ms
scale.sqlite.1000.leaders 9.00 people
some line of a library
scale.sqlite.10000.import_s 5.00 s
scale.sqlite.10000.digests_s 25.00 s
scale.sqlite.10000.asked.p95_ms 42.00 ms
scale.sqlite.10000.tick_ms 12.00 ms
scale.sqlite.10000.leaders 84.00 people
scale.postgres.10000.import_s 7.00 s
"""


def test_seconds_are_compared_for_each_person_and_what_grows_faster_is_marked() -> None:
    assert list(growth(read(LINES.splitlines()))) == [
        "growth.sqlite.1000_to_10000.asked.p95_ms 1.05 times",
        f"growth.sqlite.1000_to_10000.digests_s 2.50 times  <- {FASTER}",
        "growth.sqlite.1000_to_10000.import_s 1.00 times",
        f"growth.sqlite.1000_to_10000.tick_ms 3.00 times  <- {GROWS}",
    ]


def test_each_size_is_compared_with_the_one_below_it() -> None:
    lines = [
        f"scale.sqlite.{size}.import_s {seconds} s" for size, seconds in ((10, 1), (1000, 100), (100, 10))
    ]
    assert [line.split()[0] for line in growth(read(lines))] == [
        "growth.sqlite.10_to_100.import_s",
        "growth.sqlite.100_to_1000.import_s",
    ]
