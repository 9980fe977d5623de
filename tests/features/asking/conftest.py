from pathlib import Path

import pytest

from bot.features.asking.distress.detector import DistressDetector
from bot.features.asking.retrieval.cache import open_detector


@pytest.fixture(scope="session")
def distress_detector() -> DistressDetector:
    return open_detector(Path("content"), Path("var/cache"))
