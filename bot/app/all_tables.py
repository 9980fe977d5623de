"""Lists the tables of all features and platforms, for migrations and backups."""

from bot.features import FEATURES
from bot.platforms import PLUGS
from bot.store.database import Table

FEATURES_TABLES: tuple[type[Table], ...] = tuple(table for feature in FEATURES for table in feature.tables)
PLATFORMS_TABLES: tuple[type[Table], ...] = tuple(table for plug in PLUGS for table in plug.tables)

ALL = Table.metadata
