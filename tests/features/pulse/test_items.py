from pathlib import Path

import pytest

from bot.core.themes import Audience, Theme
from bot.features.pulse.items import ItemsError, load

ITEMS = Path(__file__).parents[3] / "content" / "pulse" / "items.yaml"

ONE = """
- id: know-the-role
  number: 1
  theme: education
  audience: [everyone]
  text: I understand what peer workers here do.
  action: Talk about it.
  reference: Reeves et al. 2024, theme 1
  review_refs: "33-36"
  card: role/what-is-a-peer-worker
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "items.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_items_load_and_cover_every_theme_of_the_review() -> None:
    items = load(ITEMS)
    assert [i.number for i in items] == list(range(1, 28))
    assert {i.theme for i in items} == set(Theme) - {Theme.EVIDENCE, Theme.ASSISTANT}


def test_no_item_asks_two_things() -> None:
    joined = [i.id for i in load(ITEMS) if {"and", "or", "but"} & set(i.text.lower().split())]
    assert joined == ["work-together"]  # "peer workers and other staff" are the two who work together


def test_each_theme_names_the_theme_of_the_review_it_belongs_to() -> None:
    numbered = {(i.theme, i.reference[-1]) for i in load(ITEMS)}
    assert len(numbered) == len({theme for theme, _ in numbered})


def test_an_item_for_several_audiences_is_for_anyone_in_one_of_them() -> None:
    criteria = next(i for i in load(ITEMS) if i.id == "recruit-by-role-criteria")
    assert criteria.is_for(frozenset({Audience.LEADER}))
    assert criteria.is_for(frozenset({Audience.SUPERVISOR, Audience.PEER_WORKER}))
    assert not criteria.is_for(frozenset({Audience.PEER_WORKER}))


def test_every_item_for_peer_workers_alone_rates_peers() -> None:
    assert all(i.rates_peers for i in load(ITEMS) if i.audience == {Audience.PEER_WORKER})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ONE.replace("education", "training"), "0.theme"),
        (ONE.replace("Talk about it.", "Talk. Then talk again."), "0.action"),
        (ONE + "  colour: blue\n", "0.colour"),
        (ONE.replace("  number: 1\n", ""), "0.number"),
        (ONE + ONE.replace("number: 1", "number: 2"), "there twice: know-the-role"),
        (ONE + ONE.replace("know-the-role", "other"), "there twice: 1"),
        ("- [", "not YAML"),
    ],
)
def test_a_faulty_item_is_refused_by_name(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(ItemsError, match=said):
        load(written(tmp_path, wrong))
