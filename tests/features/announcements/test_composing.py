from datetime import date, time

import pytest

from bot.features.announcements.service.composition import LONGEST, composed, faults_of, moment

TODAY = date(2026, 11, 24)
HOSTS = frozenset({"harbour.example", "pictures.example"})
FINE = {"title": "Peer support", "words": "Ask Priya."}


def faults(**typed: str) -> dict[str, str]:
    return faults_of(composed(FINE | typed, ()), {}, TODAY, HOSTS)


def test_what_is_fine_has_no_faults() -> None:
    assert faults() == {}
    picture = {"image_url": "https://harbour.example/a.png", "image_alt": "Two people on a bench"}
    assert faults(**picture, link_label="Sign up", link_url="https://harbour.example/?a=1#b") == {}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", " ", "Give it a title."),
        ("title", "x" * 121, "That is 121 characters long. Keep it to 120."),
        ("words", "", "Write what it is about."),
        ("words", "Fine.\n\n1. first", "In line 3: a numbered list cannot be shown on every platform."),
        ("words", "[here](javascript:alert)", "only https:// links work"),
        ("words", "<!channel>", "HTML cannot be shown"),
        ("image_url", "http://harbour.example/a.png", "begins with https://"),
        ("image_url", "https://counts.example/a.png", "from harbour.example or pictures.example."),
        ("image_url", "https://harbour.example:8443/a.png", "Pictures can't come from there"),
        ("image_url", "https://a.harbour.example/a.png", "Pictures can't come from there"),
        ("image_url", "https://harbour.example@counts.example/a.png", "no name comes before it"),
        ("link_url", "https://", "begins with https://"),
        ("link_url", "https://a.example/ b", "begins with https://"),
        ("link_url", "https://a.example/|b", "begins with https://"),
        ("image_alt", "A bench", ""),
        ("when", "soon", "like 2027-01-14 09:00"),
        ("when", "2026-11-23 09:00", "between today, 2026-11-24"),
        ("when", "2028-11-24 09:00", "a year from now"),
    ],
)
def test_every_fault_stands_beside_its_field(field: str, typed: str, said: str) -> None:
    found = faults(**{field: typed})
    where = "image_url" if field == "image_alt" else field
    assert said in found[where]


def test_a_picture_needs_words_and_a_link_a_label() -> None:
    found = faults(image_url="https://harbour.example/a.png", link_url="https://a.example")
    assert found["image_alt"] == "Say what the picture shows, for people who can't see it."
    assert found["link_label"] == "Say in a few words where the link leads."


def test_what_a_template_left_open_must_be_filled_in() -> None:
    found = faults_of(composed(FINE, ()), {"title": [], "words": ["{day}"]}, TODAY, HOSTS)
    assert found == {"words": "Put something in place of {day}, or take it out."}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2027-01-14 09:00", (date(2027, 1, 14), time(9))),
        ("14 January 2027 at 9:05", (date(2027, 1, 14), time(9, 5))),
        ("14 Jan 2027, 9.05", (date(2027, 1, 14), time(9, 5))),
        ("2027-01-14T09:00", (date(2027, 1, 14), time(9))),
        ("2027-01-14 24:00", None),
        ("2027-01-14", None),
        ("01/02/2027 09:00", None),
    ],
)
def test_a_moment_is_read_only_where_it_is_clear(typed: str, found: object) -> None:
    assert moment(typed) == found


def test_the_longest_words_are_within_what_platforms_take() -> None:
    assert faults(words="word " * (LONGEST["words"] // 5)) == {}


@pytest.mark.parametrize(
    ("label", "is_fine"), [("harbour.example", False), ("www.evil.example", True), ("Sign up", True)]
)
def test_a_button_names_no_other_address_than_its_own(label: str, is_fine: bool) -> None:
    found = faults(link_label=label, link_url="https://evil.example/harbour.example")
    assert found.keys() == (set() if is_fine else {"link_label"})
