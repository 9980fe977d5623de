from tests.platforms.slack.conftest import slack

__all__ = ["slack"]
