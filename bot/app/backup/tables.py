"""Collects from features and platforms which tables a backup has, and which it leaves out and why."""

from bot.app.all_tables import FEATURES_TABLES, PLATFORMS_TABLES
from bot.features import FEATURES
from bot.platforms import PLUGS

_DECLARED = [*(feature.not_in_backups for feature in FEATURES), *(plug.not_in_backups for plug in PLUGS)]

LEFT_OUT = {table.__tablename__: reason for left_out in _DECLARED for table, reason in left_out.items()}

KEPT = frozenset(t.__tablename__ for t in (*FEATURES_TABLES, *PLATFORMS_TABLES)) - LEFT_OUT.keys()
"""Platform tokens among them are sealed with the master key, which is in no backup."""
