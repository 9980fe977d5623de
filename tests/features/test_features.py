"""Features declare everything of theirs once, and nothing is declared that no feature owns."""

import copy
from collections import Counter

import pytest

from bot.app.all_tables import ALL, FEATURES_TABLES, PLATFORMS_TABLES
from bot.app.backup.tables import KEPT, LEFT_OUT
from bot.core.declared import DeclaredWord
from bot.features import DEFAULT_SCHEDULES, FEATURES
from bot.people.access.permissions import Permission
from bot.people.audit.acts import Act
from bot.people.contact.message_kinds import MessageKind, by_priority
from bot.people.identity.organisation_limits import Limit

OWNED: dict[type[DeclaredWord], list[DeclaredWord]] = {
    Permission: [w for f in FEATURES for w in f.permissions],
    MessageKind: [w for f in FEATURES for w in f.message_kinds],
    Act: [w for f in FEATURES for w in f.audit_acts],
    Limit: [w for f in FEATURES for w in f.org_settings],
}


@pytest.mark.parametrize("kind", OWNED, ids=lambda kind: kind.__name__)
def test_every_declared_word_belongs_to_one_feature(kind: type[DeclaredWord]) -> None:
    assert Counter(OWNED[kind]) == Counter(kind.all())


def test_every_table_belongs_to_one_feature_or_platform() -> None:
    declared = [table.__tablename__ for table in (*FEATURES_TABLES, *PLATFORMS_TABLES)]
    assert Counter(declared) == Counter(ALL.tables.keys())
    assert KEPT | LEFT_OUT.keys() == ALL.tables.keys()


def test_no_two_kinds_of_messages_and_no_two_schedules_are_taken_for_each_other() -> None:
    priorities = [kind.priority for kind in by_priority()]
    assert len(set(priorities)) == len(priorities)
    assert len({schedule.name for schedule in DEFAULT_SCHEDULES}) == len(DEFAULT_SCHEDULES)


def test_a_feature_declares_only_its_own_tables_personal_data() -> None:
    for feature in FEATURES:
        foreign = {kept.table for kept in feature.personal_data} - set(feature.tables)
        assert not foreign or feature.name == "administration", feature.name


def test_a_word_is_declared_once_and_found_by_its_text() -> None:
    word = Permission.all()[0]
    assert Permission.named(str(word)) is word
    assert copy.deepcopy(word) is word
    with pytest.raises(ValueError, match="twice"):
        Permission(str(word), "again", None)
    with pytest.raises(ValueError, match="not declared"):
        Permission.named("fly")
