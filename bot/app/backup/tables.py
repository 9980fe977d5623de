"""Collects which tables of features and platforms a backup contains, and which it omits and why."""

from bot.app.all_tables import FEATURES_TABLES, PLATFORMS_TABLES
from bot.features import FEATURES
from bot.platforms import PLUGS

_DECLARED = [*(feature.not_in_backups for feature in FEATURES), *(plug.not_in_backups for plug in PLUGS)]

LEFT_OUT = {table.__tablename__: reason for left_out in _DECLARED for table, reason in left_out.items()}

KEPT = frozenset(t.__tablename__ for t in (*FEATURES_TABLES, *PLATFORMS_TABLES)) - LEFT_OUT.keys()
"""Includes platform tokens, encrypted with the master key, which no backup contains."""
