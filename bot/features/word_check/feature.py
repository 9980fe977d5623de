"""The language feature: a private check of one's own words. It keeps nothing, so it has no tables."""

from bot.features.feature import Feature
from bot.features.word_check.entries import check

FEATURE = Feature(name="language", content=check)
