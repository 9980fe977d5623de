from pathlib import Path

import pytest

from bot.features.asking.distress import detector
from bot.features.asking.distress.detector import DistressDetector
from bot.features.asking.retrieval.embedding import Encoder


@pytest.fixture(scope="session")
def distress_detector() -> DistressDetector:
    return detector.load(Path("content"), Encoder(), Path("var/cache"))
